import type { ZodType } from 'zod'
import { ProfileChange } from '../../domain/profile.ts'
import type { Viewer } from '../../domain/viewer.ts'
import { reader, type ValueAt, type ViewerPath } from '../../domain/viewer-path.ts'
import type { Codec } from './codec.ts'
import * as codecs from './codec.ts'
import type { Deprecation } from './deprecation.ts'

/** What a shape's answer is made of: the Viewer as its system tells it, the system's id for it, and the settings. */
export interface View {
  readonly id: string
  readonly viewer: Viewer
  readonly deprecation: Deprecation | null
  /** The account's plan, when the shape has no words for it and tells of no subscription instead. */
  readonly unspokenPlan: string | null
}

export type Source =
  | { readonly kind: 'mapped'; readonly path: ViewerPath }
  | { readonly kind: 'derived'; readonly paths: readonly ViewerPath[]; readonly followsClock: boolean }
  | { readonly kind: 'identity' }
  | { readonly kind: 'constant'; readonly reason: string }
  | { readonly kind: 'setting'; readonly reason: string }

export interface Condition {
  readonly reason: string
  readonly when: (view: View) => boolean
}

/** A state the field cannot say: declared here, counted whenever it happens. */
export interface Loss extends Condition {}

export interface Writable {
  /** The profile field a PATCH of this key changes, and the schema both faces validate it with. */
  readonly changes: keyof ProfileChange
  readonly schema: ZodType
}

interface Presence {
  readonly presence: Condition | null
}

/** One key with a value. Immutable: every method answers a new field. */
export interface ValueField extends Presence {
  readonly key: string
  readonly codec: Codec<unknown>
  readonly source: Source
  /** Undefined: the Viewer has no such part. */
  readonly read: (view: View) => unknown
  readonly isNullable: boolean
  /** An imported record without it is refused. */
  readonly isRequired: boolean
  /** Said when the Viewer has no such part. */
  readonly fallback: unknown
  readonly write: Writable | null
  readonly losses: readonly Loss[]
}

/** One key with keys of its own. */
export interface ObjectField extends Presence {
  readonly key: string
  readonly fields: readonly Field[]
}

export type Field = ValueField | ObjectField

/** The places of the Viewer where a T stands. */
type PathTo<T> = { [P in ViewerPath]: NonNullable<ValueAt<P>> extends T ? P : never }[ViewerPath]

/** A field being declared: `text('full_name').nullable().from('displayName')`. */
export class FieldOf<T> implements ValueField {
  readonly key: string
  readonly codec: Codec<unknown>
  readonly source: Source
  readonly read: (view: View) => unknown
  readonly isNullable: boolean
  readonly isRequired: boolean
  readonly fallback: unknown
  readonly write: Writable | null
  readonly presence: Condition | null
  readonly losses: readonly Loss[]

  constructor(declared: ValueField) {
    this.key = declared.key
    this.codec = declared.codec
    this.source = declared.source
    this.read = declared.read
    this.isNullable = declared.isNullable
    this.isRequired = declared.isRequired
    this.fallback = declared.fallback
    this.write = declared.write
    this.presence = declared.presence
    this.losses = declared.losses
  }

  /** Both ways: the answer shows this place of the Viewer, an imported record says it. */
  from(path: PathTo<T>): FieldOf<T> {
    const read = reader(path)
    return this.#with({ source: { kind: 'mapped', path }, read: ({ viewer }) => read(viewer) })
  }

  /** One way: computed from places of the Viewer; an import checks that it follows from what it says of those. */
  derived(paths: readonly ViewerPath[], value: (viewer: Viewer) => T | undefined): FieldOf<T> {
    return this.#with({ source: { kind: 'derived', paths, followsClock: false }, read: ({ viewer }) => value(viewer) })
  }

  /** Derived, and moving by itself as time goes by. */
  followsClock(): FieldOf<T> {
    return this.source.kind === 'derived' ? this.#with({ source: { ...this.source, followsClock: true } }) : this
  }

  /** The id this system gave the account. */
  identity(): FieldOf<T> {
    return this.#with({ source: { kind: 'identity' }, read: ({ id }) => id, isRequired: true })
  }

  /** The same for everybody, with the reason why. */
  constant(value: T, reason: string): FieldOf<T> {
    return this.#with({ source: { kind: 'constant', reason }, read: () => value, codec: this.#because(reason) })
  }

  /** From the gateway's own settings, with the reason why. */
  setting(value: (deprecation: Deprecation) => T, reason: string): FieldOf<T> {
    const read = ({ deprecation }: View) => (deprecation ? value(deprecation) : undefined)
    return this.#with({ source: { kind: 'setting', reason }, read, codec: this.#because(reason) })
  }

  nullable(): FieldOf<T> {
    return this.#with({ isNullable: true })
  }

  /** An imported record without this key is refused, not defaulted. */
  required(): FieldOf<T> {
    return this.#with({ isRequired: true })
  }

  /** Null, whatever the Viewer holds, unless the condition is met. */
  nullUnless(reason: string, when: (view: View) => boolean): FieldOf<T> {
    const { read } = this
    const form = `${this.codec.form}; null unless ${reason}`
    return this.#with({
      isNullable: true,
      codec: { ...this.codec, form },
      read: (view) => (when(view) ? read(view) : null),
    })
  }

  /** Absent, not null, unless the condition is met. */
  onlyWhen(reason: string, when: (view: View) => boolean): FieldOf<T> {
    return this.#with({ presence: { reason, when } })
  }

  /** What is said when the Viewer has no such part, as for an account without a subscription. */
  otherwise(value: T): FieldOf<T> {
    return this.#with({ fallback: value })
  }

  /** A PATCH may set it: absent leaves, null clears where the profile allows it. */
  writable(changes: keyof ProfileChange): FieldOf<T> {
    return this.#with({ write: { changes, schema: ProfileChange.shape[changes] } })
  }

  /** Declares a state this field cannot say. */
  loses(reason: string, when: (view: View) => boolean): FieldOf<T> {
    return this.#with({ losses: [...this.losses, { reason, when }] })
  }

  #because(reason: string): Codec<unknown> {
    return { ...this.codec, form: `${this.codec.form}: ${reason}` }
  }

  #with(change: Partial<ValueField>): FieldOf<T> {
    return new FieldOf<T>({ ...this, ...change })
  }
}

export const text = (key: string) => field(key, codecs.textCodec)
export const flag = (key: string) => field(key, codecs.flagCodec)
export const count = (key: string) => field(key, codecs.countCodec)
export const amount = (key: string) => field(key, codecs.amountCodec)
export const percent = (key: string) => field(key, codecs.percentCodec)
export const eur = (key: string) => field(key, codecs.eurCodec)
export const instant = (key: string) => field(key, codecs.instantCodec)
export const limit = (key: string) => field(key, codecs.limitCodec)
export const lowerCase = (key: string) => field(key, codecs.lowerCaseCodec)
export const lowerCaseList = (key: string) => field(key, codecs.lowerCaseListCodec)

/** A field of a vocabulary or form of the shape's own. */
export function field<T>(key: string, codec: Codec<T>): FieldOf<T> {
  // A field that is declared no further has no lineage, and its empty reason tells on it.
  const unset = { source: { kind: 'constant', reason: '' }, read: () => undefined, fallback: undefined } as const
  const plain = { isNullable: false, isRequired: false, write: null, presence: null, losses: [] }
  return new FieldOf<T>({ key, codec: codec as Codec<unknown>, ...unset, ...plain })
}

/** A key that holds further keys; with a reason it is absent, not null, unless the condition is met. */
export function object(key: string, fields: readonly Field[], presence: Condition | null = null): ObjectField {
  return { key, fields, presence }
}

export function isObjectField(one: Field): one is ObjectField {
  return 'fields' in one
}
