import type { Account } from '../../domain/account.ts'
import { viewerSeenBy } from '../../domain/viewer.ts'
import type { Json, JsonObject, Wire } from './codec.ts'
import type { Deprecation } from './deprecation.ts'
import { type Field, isObjectField, type ValueField, type View } from './field.ts'
import type { Shape } from './shape.ts'

/** The account as one shape tells it, at an instant. */
export function viewOf(shape: Shape, account: Account, now: Date, deprecation: Deprecation | null = null): View {
  const viewer = viewerSeenBy(shape.system, account, now)
  const id = idOf(shape, account)
  const plan = viewer.subscription?.plan.key
  const isSpoken = !shape.plans || plan === undefined || shape.plans.keys.includes(plan)
  return isSpoken
    ? { id, viewer, deprecation, unspokenPlan: null }
    : { id, viewer: { ...viewer, subscription: null }, deprecation, unspokenPlan: plan }
}

/** The id this shape's system gave the account, else the account's own (contract, wire profile). */
export function idOf(shape: Shape, account: Account): string {
  return account.identities.find(({ system }) => system === shape.system)?.legacyId ?? account.id
}

/** The documented bytes: keys in the documented order, compact, absent keys absent. */
export function encode(shape: Shape, view: View): string {
  return JSON.stringify(bodyOf(shape, view))
}

/** The same as a value. */
export function bodyOf(shape: Shape, view: View): JsonObject {
  let encoder = encoders.get(shape)
  if (encoder === undefined) {
    encoder = objectEncoder(shape.fields, shape)
    encoders.set(shape, encoder)
  }
  return encoder(view)
}

/** Of each shape that has been encoded: made of its table once. */
const encoders = new WeakMap<Shape, (view: View) => JsonObject>()

/** What stands on the wire for a part of the table; undefined when the key is absent. */
type Encoder<T extends Json = Json> = (view: View) => T | undefined

function objectEncoder(fields: readonly Field[], wire: Wire): (view: View) => JsonObject {
  const members = fields.map((one) => ({ key: one.key, encode: whenPresent(one, encoderOf(one, wire)) }))
  return (view) => {
    const body: Record<string, Json> = {}
    for (const { key, encode } of members) {
      const value = encode(view)
      if (value !== undefined) body[key] = value
    }
    return body
  }
}

function encoderOf(one: Field, wire: Wire): Encoder {
  return isObjectField(one) ? objectEncoder(one.fields, wire) : valueEncoder(one, wire)
}

function valueEncoder({ read, isNullable, fallback, codec }: ValueField, wire: Wire): Encoder {
  const otherwise = isNullable ? null : fallback
  return (view) => {
    const value = read(view) ?? otherwise
    // A setting that is not set has nothing to say.
    return value === undefined || value === null ? value : codec.encode(value, wire)
  }
}

function whenPresent({ presence }: Field, encode: Encoder): Encoder {
  return presence === null ? encode : (view) => (presence.when(view) ? encode(view) : undefined)
}
