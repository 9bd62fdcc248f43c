import type { FieldLineage, LineageKind } from '../../domain/lineage.ts'
import { type Field, isObjectField, type Source, type ValueField, type View } from './field.ts'
import type { Shape } from './shape.ts'

/** Where every field of a shape lives in the Viewer, in the order of the wire. */
export function lineageOf(shape: Shape): FieldLineage[] {
  return placesOf(shape.fields).map(({ place, field, presence }) => ({
    system: shape.system,
    legacyField: place,
    viewerFields: viewerFieldsOf(field.source),
    kind: kinds[field.source.kind],
    writable: field.write !== null,
    nullable: field.isNullable,
    form: field.codec.form,
    presence,
    losses: [...lossesOfPlans(shape, field.source), ...field.losses.map(({ reason }) => reason)],
  }))
}

/** One value field with its place in the body and the reason it may be absent, its own or an enclosing object's. */
export interface PlacedField {
  readonly place: string
  readonly field: ValueField
  readonly presence: string | null
}

export function placesOf(fields: readonly Field[], prefix = '', enclosing: string | null = null): PlacedField[] {
  return fields.flatMap((one): PlacedField[] => {
    const place = `${prefix}${one.key}`
    const presence = one.presence?.reason ?? enclosing
    return isObjectField(one) ? placesOf(one.fields, `${place}.`, presence) : [{ place, field: one, presence }]
  })
}

/** The declared losses that happen in one view, as `field: reason`. */
export function lossesIn(shape: Shape, view: View): readonly string[] {
  return lossesOf(shape).flatMap(({ when, told }) => (when(view) ? [told] : []))
}

interface TellableLoss {
  readonly when: (view: View) => boolean
  readonly told: string
}

/** Of each shape: looked for in its table once. */
const known = new WeakMap<Shape, readonly TellableLoss[]>()

function lossesOf(shape: Shape): readonly TellableLoss[] {
  const before = known.get(shape)
  if (before) return before
  const { plans } = shape
  const ofPlans = plans
    ? [{ when: ({ unspokenPlan }: View) => unspokenPlan !== null, told: `subscription: ${plans.loss}` }]
    : []
  const ofFields = placesOf(shape.fields).flatMap(({ place, field }) =>
    field.losses.map(({ when, reason }) => ({ when, told: `${place}: ${reason}` })),
  )
  const all = [...ofPlans, ...ofFields]
  known.set(shape, all)
  return all
}

/** A plan the shape has no words for is lost where the plan is told. */
function lossesOfPlans({ plans }: Shape, source: Source): string[] {
  return plans && source.kind === 'mapped' && source.path === 'subscription.plan' ? [plans.loss] : []
}

const kinds: Record<Source['kind'], LineageKind> = {
  mapped: 'MAPPED',
  derived: 'DERIVED',
  identity: 'IDENTITY',
  constant: 'CONSTANT',
  setting: 'SETTING',
}

function viewerFieldsOf(source: Source): readonly string[] {
  switch (source.kind) {
    case 'mapped':
      return [source.path]
    case 'derived':
      return source.paths
    case 'identity':
      return ['identities.legacyId']
    case 'constant':
    case 'setting':
      return []
  }
}
