import type { Viewer } from './viewer.ts'

type Leaf = string | number | bigint | boolean | Date | readonly unknown[]

/** Every place in the Viewer, dotted: `credits.wallet.available`. These are the graph's own field names. */
export type ViewerPath = PathIn<Omit<Viewer, 'identities' | 'subscriptions'>>

type PathIn<T> = {
  [K in keyof T & string]: NonNullable<T[K]> extends Leaf ? K : K | `${K}.${PathIn<NonNullable<T[K]>>}`
}[keyof T & string]

/** What stands at a place; null where it, or what it belongs to, may be missing. */
export type ValueAt<P extends string, T = Viewer> = P extends `${infer Head}.${infer Rest}`
  ? Head extends keyof T
    ? ValueAt<Rest, NonNullable<T[Head]>>
    : never
  : P extends keyof T
    ? T[P]
    : never

/** Reads one place; undefined when a part of the way is missing, such as any `subscription.…` without one. */
export function reader<P extends ViewerPath>(path: P): (viewer: Viewer) => ValueAt<P> | undefined {
  const steps = path.split('.')
  return (viewer) => {
    let value: unknown = viewer
    for (const step of steps) {
      if (value === null || value === undefined) return undefined
      value = (value as Record<string, unknown>)[step]
    }
    return value as ValueAt<P> | undefined
  }
}

/** What a record says, by place: a key that is absent was not said, null was said. */
export type Statement = { readonly [P in ViewerPath]?: ValueAt<P> }
