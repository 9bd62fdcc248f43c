import { z } from 'zod'
import { type Field, isObjectField, type ValueField } from './field.ts'
import { requestSchemaOf } from './request-schema.ts'
import type { Shape } from './shape.ts'

export type JsonSchema = Readonly<Record<string, unknown>>

/** JSON Schema 2020-12 of a shape's answer: every key, its type, and which are always there. */
export function jsonSchemaOf(shape: Shape): JsonSchema {
  return { $schema: 'https://json-schema.org/draft/2020-12/schema', title: shape.system, ...objectSchema(shape.fields) }
}

/** JSON Schema 2020-12 of a shape's PATCH body: what it describes is taken, whatever other keys stand beside it. */
export function requestJsonSchemaOf(shape: Shape): JsonSchema {
  return z.toJSONSchema(requestSchemaOf(shape), { io: 'input' })
}

function objectSchema(fields: readonly Field[]): JsonSchema {
  return {
    type: 'object',
    properties: Object.fromEntries(
      fields.map((one) => [one.key, isObjectField(one) ? objectSchema(one.fields) : valueSchema(one)]),
    ),
    required: fields.filter((one) => one.presence === null && !isSetting(one)).map(({ key }) => key),
    additionalProperties: false,
  }
}

function valueSchema({ codec, isNullable }: ValueField): JsonSchema {
  return isNullable ? { anyOf: [codec.schema, { type: 'null' }] } : codec.schema
}

function isSetting(one: Field): boolean {
  return !isObjectField(one) && one.source.kind === 'setting'
}
