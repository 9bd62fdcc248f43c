import { Ajv2020, type AnySchemaObject, type ValidateFunction } from 'ajv/dist/2020.js'
import { type JsonSchema, jsonSchemaOf } from '../../src/rest/legacy/json-schema.ts'
import type { Shape } from '../../src/rest/legacy/shape.ts'

/** RFC 3339 section 5.6, with a day that exists. */
function isDateTime(text: string): boolean {
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(text) && !Number.isNaN(Date.parse(text))
}

/** RFC 9562 section 4, in either case. */
const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** What a shape’s published schema has to say against a body; nothing for a good one. */
export function schemaCheckOf(shape: Shape): (body: unknown) => string[] {
  return checkOf(jsonSchemaOf(shape))
}

/** The same of any schema. */
export function checkOf(schema: JsonSchema): (body: unknown) => string[] {
  // Strict: a keyword or a format the schema has no business with is an error of the schema.
  const ajv = new Ajv2020({ strict: true, allErrors: true, formats: { 'date-time': isDateTime, uuid } })
  ajv.addKeyword('x-viewer-fields')
  const validate: ValidateFunction = ajv.compile(schema as AnySchemaObject)
  return (body) => {
    if (validate(body)) return []
    return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`)
  }
}
