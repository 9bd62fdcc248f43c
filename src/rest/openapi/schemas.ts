import { isDeepStrictEqual } from 'node:util'
import { type JsonSchema, jsonSchemaOf, requestJsonSchemaOf } from '../legacy/json-schema.ts'
import type { Shape } from '../legacy/shape.ts'
import { typeNameOf } from './names.ts'

export function bodySchemaRef({ system }: Shape): string {
  return refTo(typeNameOf(system))
}

export function changeSchemaRef({ system }: Shape): string {
  return refTo(`${typeNameOf(system)}Change`)
}

/** Null where a problem of that status has no body. */
export function problemSchemaRef(shape: Shape, status: number): string | null {
  const schema = shape.errors.schema(status)
  const found = problemSchemas(shape).find((one) => isDeepStrictEqual(one.schema, schema))
  return found ? refTo(found.name) : null
}

/** The schemas of a shape's answers and of what its PATCH takes, by name. */
export function schemasOf(shape: Shape): Readonly<Record<string, JsonSchema>> {
  const name = typeNameOf(shape.system)
  return {
    [name]: part(jsonSchemaOf(shape)),
    ...(takesChanges(shape) ? { [`${name}Change`]: part(requestJsonSchemaOf(shape)) } : {}),
    ...Object.fromEntries(problemSchemas(shape).map((one) => [one.name, one.schema])),
  }
}

export function takesChanges({ routes }: Shape): boolean {
  return routes.some(({ action }) => action === 'update')
}

/** The one that most statuses share has the plain name. */
function problemSchemas(shape: Shape): { readonly name: string; readonly schema: JsonSchema }[] {
  const statuses = [...new Set(Object.values(shape.errors.table).map(({ status }) => status))]
  const kinds: { schema: JsonSchema; statuses: number[] }[] = []
  for (const status of statuses) {
    const schema = shape.errors.schema(status)
    if (schema === null) continue
    const known = kinds.find((kind) => isDeepStrictEqual(kind.schema, schema))
    if (known) known.statuses.push(status)
    else kinds.push({ schema, statuses: [status] })
  }
  const plain = `${typeNameOf(shape.system)}Problem`
  return kinds
    .sort((a, b) => b.statuses.length - a.statuses.length)
    .map((kind, index) => ({ name: index === 0 ? plain : `${plain}${kind.statuses[0]}`, schema: kind.schema }))
}

/** A part of a document says nothing of its dialect, which is the document's. */
function part({ $schema: _, ...schema }: JsonSchema): JsonSchema {
  return schema
}

function refTo(name: string): string {
  return `#/components/schemas/${name}`
}
