import { emailKey } from '../../domain/email-address.ts'
import { indexedBytesMax } from '../../domain/legacy-identity.ts'
import type { LegacyRecord } from '../../domain/legacy-record.ts'
import type { FieldProblem } from '../../domain/refusal.ts'
import type { Statement, ViewerPath } from '../../domain/viewer-path.ts'
import { type Json, type JsonObject, Mismatch } from './codec.ts'
import { type Field, isObjectField, type ValueField } from './field.ts'
import { placesOf } from './lineage.ts'
import type { Shape } from './shape.ts'

export type Decoded =
  | { readonly ok: true; readonly record: LegacyRecord }
  | { readonly ok: false; readonly problems: readonly FieldProblem[] }

/**
 * What a legacy body says, in Viewer terms. Keys the shape does not know are passed over here (the raw record and the
 * residual keep them); a value its field cannot take without loss is a problem, named by its place in the body.
 */
export function decode(shape: Shape, body: Json): Decoded {
  const reading: Reading = { statement: {}, legacyId: '', problems: [] }
  if (!isObject(body)) return { ok: false, problems: [{ field: '(body)', message: 'must be an object' }] }
  decodeFields(shape.fields, body, '', reading)
  if (reading.problems.length === 0) reading.problems.push(...contradictions(shape, reading.statement))
  if (reading.problems.length > 0) return { ok: false, problems: reading.problems }
  const { legacyId, statement } = reading
  return { ok: true, record: { system: shape.system, legacyId, statement: statement as Statement } }
}

interface Reading {
  readonly statement: Record<string, unknown>
  legacyId: string
  readonly problems: FieldProblem[]
}

function decodeFields(fields: readonly Field[], body: JsonObject, place: string, reading: Reading): void {
  for (const one of fields) {
    const value = Object.hasOwn(body, one.key) ? body[one.key] : undefined
    if (isObjectField(one)) decodeObject(one, value, `${place}${one.key}`, reading)
    else decodeValue(one, value, `${place}${one.key}`, reading)
  }
}

function decodeObject(
  one: Extract<Field, { fields: unknown }>,
  value: Json | undefined,
  place: string,
  reading: Reading,
) {
  if (value === undefined || (value === null && one.presence)) {
    const lacks = !one.presence && one.fields.some((inner) => !isObjectField(inner) && inner.isRequired)
    if (lacks) reading.problems.push({ field: place, message: 'is missing' })
  } else if (isObject(value)) decodeFields(one.fields, value, `${place}.`, reading)
  else reading.problems.push({ field: place, message: 'must be an object' })
}

function decodeValue(one: ValueField, value: Json | undefined, place: string, reading: Reading): void {
  const { source } = one
  if (source.kind !== 'mapped' && source.kind !== 'identity') return
  if (value === undefined) {
    if (one.isRequired) reading.problems.push({ field: place, message: 'is missing' })
    return
  }
  if (value === null) {
    if (one.isNullable && source.kind === 'mapped') reading.statement[source.path] = null
    else if (one.isRequired || !one.presence) reading.problems.push({ field: place, message: 'must not be null' })
    return
  }
  try {
    const decoded = one.codec.decode(value)
    if (source.kind === 'identity' && decoded === '') throw new Mismatch('must not be empty')
    if (source.kind === 'identity' || isLookedUp(source.path)) assertKeepable(String(decoded))
    if (source.kind === 'mapped') reading.statement[source.path] = decoded
    else reading.legacyId = String(decoded)
  } catch (error) {
    if (!(error instanceof Mismatch)) throw error
    reading.problems.push({ field: place, message: error.message })
  }
}

/** The places of the Viewer an account is found by. */
function isLookedUp(path: ViewerPath): boolean {
  return path === 'email' || path === 'referralCode'
}

/** What is looked up stands in an index, and an entry of an index has an end. */
function assertKeepable(name: string): void {
  if (Buffer.byteLength(emailKey(name)) > indexedBytesMax)
    throw new Mismatch(`must be at most ${indexedBytesMax} bytes long`)
}

/** What no account can be, whatever each field says by itself. */
function contradictions(shape: Shape, statement: Record<string, unknown>): FieldProblem[] {
  const found = [...heldContradictions(statement), ...windowContradictions(statement)]
  return found.map(([path, message]) => ({ field: placeOf(shape, path), message }))
}

type Contradiction = readonly [path: ViewerPath, message: string]

function heldContradictions(statement: Record<string, unknown>): Contradiction[] {
  const held = statement['credits.wallet.held'] as bigint | undefined
  return held !== undefined && held < 0n ? [['credits.wallet.held', 'must not be negative']] : []
}

/** A window holds at least nothing and at most its total, and is told whole or not at all (contract, user-info). */
function windowContradictions(statement: Record<string, unknown>): Contradiction[] {
  return (['credits.monthly', 'credits.additional'] as const).flatMap((window): Contradiction[] => {
    const total = statement[`${window}.total`] as bigint | undefined
    const remaining = statement[`${window}.remaining`] as bigint | undefined
    if (total === undefined && remaining === undefined) return []
    if (total === undefined) return [[`${window}.total`, 'is missing where what remains of it is told']]
    if (remaining === undefined) return [[`${window}.remaining`, 'is missing where its total is told']]
    return remaining < 0n || remaining > total ? [[`${window}.remaining`, 'must be from 0 to the total']] : []
  })
}

/** Where the shape says it. */
function placeOf(shape: Shape, path: ViewerPath): string {
  const places = placesOf(shape.fields)
  return places.find(({ field: { source } }) => source.kind === 'mapped' && source.path === path)?.place ?? path
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
