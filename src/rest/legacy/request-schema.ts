import { z } from 'zod'
import type { ProfileChange } from '../../domain/profile.ts'
import { type FieldProblem, Refusal } from '../../domain/refusal.ts'
import { placesOf } from './lineage.ts'
import type { Shape } from './shape.ts'

/** The body of a shape's PATCH: its writable keys, each optional, validated as the graph validates them. */
export function requestSchemaOf(shape: Shape) {
  return z.object(Object.fromEntries(writableFields(shape).map(({ key, schema }) => [key, schema])))
}

/**
 * A PATCH body as a change of the profile. Unknown keys are ignored; an absent key leaves, null clears.
 *
 * @throws Refusal MALFORMED when the body is no object, INVALID with the fields in the shape's own names.
 */
export function profileChangeOf(shape: Shape, body: unknown): ProfileChange {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new Refusal('MALFORMED', 'The body must be a JSON object.')
  }
  const parsed = requestSchemaOf(shape).safeParse(body)
  if (!parsed.success) throw invalid(parsed.error.issues)
  const written = writableFields(shape).filter(({ key }) => parsed.data[key] !== undefined)
  return Object.fromEntries(written.map(({ key, changes }) => [changes, parsed.data[key]]))
}

function writableFields(shape: Shape) {
  return placesOf(shape.fields).flatMap(({ field }) => (field.write ? [{ key: field.key, ...field.write }] : []))
}

function invalid(issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[]): Refusal {
  const fields: FieldProblem[] = issues.map(({ path, message }) => ({ field: path.join('.'), message }))
  return new Refusal('INVALID', fields.map(({ field, message }) => `${field}: ${message}`).join('; '), { fields })
}
