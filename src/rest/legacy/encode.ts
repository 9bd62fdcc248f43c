import type { Account } from '../../domain/account.ts'
import { viewerSeenBy } from '../../domain/viewer.ts'
import type { Json, Wire } from './codec.ts'
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
export function bodyOf(shape: Shape, view: View): { readonly [key: string]: Json } {
  return encodeFields(shape.fields, view, shape)
}

/** A field's value as it stands on the wire; undefined when the key is absent. */
function encodeValue(one: ValueField, view: View, wire: Wire): Json | undefined {
  if (one.presence && !one.presence.when(view)) return undefined
  const value = one.read(view) ?? (one.isNullable ? null : one.fallback)
  // A setting that is not set has nothing to say.
  if (value === undefined) return undefined
  return value === null ? null : one.codec.encode(value, wire)
}

function encodeFields(fields: readonly Field[], view: View, wire: Wire): { readonly [key: string]: Json } {
  const body: Record<string, Json> = {}
  for (const one of fields) {
    const value = isObjectField(one) ? encodeObject(one, view, wire) : encodeValue(one, view, wire)
    if (value !== undefined) body[one.key] = value
  }
  return body
}

function encodeObject(one: Extract<Field, { fields: unknown }>, view: View, wire: Wire): Json | undefined {
  return one.presence && !one.presence.when(view) ? undefined : encodeFields(one.fields, view, wire)
}
