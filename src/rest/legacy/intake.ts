import { isDeepStrictEqual } from 'node:util'
import { parse } from 'lossless-json'
import { isKeepable, keepableRule } from '../../domain/keepable-text.ts'
import { applyRecord, blankAccount, type LegacyRecord } from '../../domain/legacy-record.ts'
import type { FieldProblem } from '../../domain/refusal.ts'
import type { Statement } from '../../domain/viewer-path.ts'
import type { Json, JsonObject } from './codec.ts'
import { decode } from './decode.ts'
import { bodyOf, viewOf } from './encode.ts'
import { placesOf } from './lineage.ts'
import type { Shape } from './shape.ts'

/** A place where the record and the answer it will get differ. */
export interface Normalisation {
  /** The place in the body; `(formatting)` for order, spaces and spelling of the same values. */
  readonly field: string
  /** As JSON; undefined: the key is absent. */
  readonly theirs: string | undefined
  readonly ours: string | undefined
}

export type Intake =
  | {
      readonly ok: true
      readonly record: LegacyRecord
      /** What the model cannot hold, by its place in the record. */
      readonly residual: Readonly<Record<string, unknown>>
      /** Empty for a canonical body: it comes back byte for byte. */
      readonly normalised: readonly Normalisation[]
      /** Derived from the clock, and not what follows at the given instant. */
      readonly warnings: readonly Normalisation[]
    }
  | { readonly ok: false; readonly problems: readonly FieldProblem[] }

/**
 * Reads one legacy body: what it says, and how its own answer will differ from it. The difference is not guessed:
 * the record is laid upon a blank account, that account is encoded, and the two bodies are compared.
 */
export function readRecord(shape: Shape, text: string, asOf: Date): Intake {
  const body = parseJson(text)
  if (body === undefined) return { ok: false, problems: [{ field: '(body)', message: 'is not valid JSON' }] }
  const deep = tooDeep(body)
  const unkeepable = deep.length > 0 ? deep : illFormed(body, '')
  if (unkeepable.length > 0) return { ok: false, problems: unkeepable }
  const decoded = decode(shape, body)
  if (!decoded.ok) return decoded
  const { record } = decoded
  const canonical = canonicalBody(shape, record, asOf)
  const differences = differencesBetween(body, canonical, '')
  const clocked = new Set(placesOf(shape.fields).flatMap(({ place, field }) => (followsClock(field) ? [place] : [])))
  const isClocked = ({ field, theirs, ours }: Normalisation) =>
    clocked.has(field) && theirs !== undefined && ours !== undefined
  const normalised = differences.filter((one) => !isClocked(one))
  const respelt = differences.length === 0 && text !== JSON.stringify(canonical)
  return {
    ok: true,
    record,
    residual: Object.fromEntries(
      normalised.flatMap(({ field, theirs }) => (theirs === undefined ? [] : [[field, JSON.parse(theirs)]])),
    ),
    normalised: respelt ? [{ field: '(formatting)', theirs: undefined, ours: undefined }] : normalised,
    warnings: differences.filter(isClocked),
  }
}

/** What a stored record said. @throws Error for one that was never imported. */
export function statementOf(shape: Shape, raw: string): Statement {
  const decoded = decode(shape, parseJson(raw) ?? null)
  if (!decoded.ok) throw new Error('A stored record does not decode any more.')
  return decoded.record.statement
}

/** Undefined for text that is not JSON, or says one key twice. Whole numbers come as they are written, however long. */
function parseJson(text: string): Json | undefined {
  try {
    return parse(text, undefined, parseNumber) as Json
  } catch {
    return undefined
  }
}

function parseNumber(text: string): number | bigint {
  // An integer has no −0, which would differ from 0 in a comparison and in no text.
  const value = Number(text) || 0
  return /^-?\d+$/.test(text) && !Number.isSafeInteger(value) ? BigInt(text) : value
}

/** Whoever walks a body, here or in the database, has a stack with an end. */
function tooDeep(body: Json): FieldProblem[] {
  if (!isObject(body))
    return isNestedBeyond(deepest, body) ? [{ field: '(body)', message: 'is nested too deeply' }] : []
  const fields = Object.entries(body).filter(([, value]) => isNestedBeyond(deepest, value))
  return fields.map(([field]) => ({ field, message: 'is nested too deeply' }))
}

const deepest = 100

function isNestedBeyond(depth: number, value: Json): boolean {
  if (typeof value !== 'object' || value === null) return false
  return depth === 0 || Object.values(value).some((inner) => isNestedBeyond(depth - 1, inner))
}

/** Text that the database would refuse or change, in keys the shape does not know, too. */
function illFormed(value: Json, place: string): FieldProblem[] {
  if (typeof value === 'string') {
    return isKeepable(value) ? [] : [{ field: place, message: keepableRule }]
  }
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) => [
    ...illFormed(key, `${place}(key)`),
    ...illFormed(inner, place === '' ? key : `${place}.${key}`),
  ])
}

function canonicalBody(shape: Shape, record: LegacyRecord, asOf: Date): JsonObject {
  const { email = '' } = record.statement
  const context = { now: asOf, newId: () => '00000000-0000-4000-8000-000000000000' }
  const { account } = applyRecord(blankAccount(context.newId(), email, '', asOf), record, null, context)
  return bodyOf(shape, viewOf(shape, account, asOf))
}

function differencesBetween(theirs: Json | undefined, ours: Json | undefined, place: string): Normalisation[] {
  if (isObject(theirs) && isObject(ours)) {
    const keys = new Set([...Object.keys(theirs), ...Object.keys(ours)])
    return [...keys].flatMap((key) => {
      const at = place === '' ? key : `${place}.${key}`
      return differencesBetween(own(theirs, key), own(ours, key), at)
    })
  }
  return isDeepStrictEqual(theirs, ours) ? [] : [{ field: place, theirs: asText(theirs), ours: asText(ours) }]
}

function own(body: JsonObject, key: string): Json | undefined {
  return Object.hasOwn(body, key) ? body[key] : undefined
}

function asText(value: Json | undefined): string | undefined {
  return JSON.stringify(value, (_key, inner) => (typeof inner === 'bigint' ? inner.toString() : inner))
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function followsClock(field: ReturnType<typeof placesOf>[number]['field']): boolean {
  return field.source.kind === 'derived' && field.source.followsClock
}
