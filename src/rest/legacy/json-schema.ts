import { z } from 'zod'
import type { FieldLineage, LineageKind } from '../../domain/lineage.ts'
import { type Field, isObjectField, type ObjectField, type ValueField } from './field.ts'
import { lineageOf } from './lineage.ts'
import { requestSchemaOf } from './request-schema.ts'
import type { Shape } from './shape.ts'

export type JsonSchema = Readonly<Record<string, unknown>>

/**
 * JSON Schema 2020-12 of a shape's answer: every key, its type, which are always there, and where each lives in the
 * Viewer: in words as its description, for programs as `x-viewer-fields`.
 */
export function jsonSchemaOf(shape: Shape): JsonSchema {
  const lineage = new Map(lineageOf(shape).map((one) => [one.legacyField, one]))
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: shape.system,
    description: shape.about,
    ...objectSchema(shape.fields, lineage),
  }
}

/** JSON Schema 2020-12 of a shape's PATCH body: what it describes is taken, whatever other keys stand beside it. */
export function requestJsonSchemaOf(shape: Shape): JsonSchema {
  return z.toJSONSchema(requestSchemaOf(shape), { io: 'input' })
}

type Lineage = ReadonlyMap<string, FieldLineage>

function objectSchema(fields: readonly Field[], lineage: Lineage, prefix = ''): JsonSchema {
  return {
    type: 'object',
    properties: Object.fromEntries(
      fields.map((one) => {
        const place = `${prefix}${one.key}`
        return [one.key, isObjectField(one) ? partSchema(one, lineage, place) : valueSchema(one, lineage.get(place))]
      }),
    ),
    required: fields.filter((one) => one.presence === null && !isSetting(one)).map(({ key }) => key),
    additionalProperties: false,
  }
}

function partSchema({ fields, presence }: ObjectField, lineage: Lineage, place: string): JsonSchema {
  const schema = objectSchema(fields, lineage, `${place}.`)
  return presence === null ? schema : { description: `Absent unless ${presence.reason}.`, ...schema }
}

function valueSchema({ codec, isNullable, presence }: ValueField, lineage: FieldLineage | undefined): JsonSchema {
  const schema = isNullable ? { anyOf: [codec.schema, { type: 'null' }] } : codec.schema
  // Its own absence: that of the part it stands in is said there.
  const told = lineage && { ...lineage, presence: presence?.reason ?? null }
  return { ...(told && { description: inWords(told), 'x-viewer-fields': told.viewerFields }), ...schema }
}

function inWords({ kind, viewerFields, form, nullable, presence, losses }: FieldLineage): string {
  const places = viewerFields.map((place) => `\`viewer.${place}\``).join(' and ')
  return [
    whence[kind](places),
    `Form: ${form}.`,
    nullable && !form.includes('null') ? 'Null when there is none.' : '',
    presence === null ? '' : `Absent unless ${presence}.`,
    ...losses.map((loss) => `What it cannot say: ${loss}.`),
  ]
    .filter(Boolean)
    .join(' ')
}

/** Of a setting and a constant the form says all there is to say. */
const whence: Record<LineageKind, (places: string) => string> = {
  MAPPED: (places) => `${places}.`,
  DERIVED: (places) => `Follows from ${places}.`,
  IDENTITY: (places) => `This system’s own id of the account, ${places}.`,
  CONSTANT: () => 'The same for everybody.',
  SETTING: () => 'From the gateway’s settings.',
}

function isSetting(one: Field): boolean {
  return !isObjectField(one) && one.source.kind === 'setting'
}
