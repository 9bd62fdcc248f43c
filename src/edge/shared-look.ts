/** Milliseconds for which a look is as good as a new one. */
const youngFor = 500

/**
 * Looks once for everybody who asks meanwhile, and for a moment after: whoever asks often, or in crowds, costs no more
 * than one.
 */
export function sharedLook<T>(look: () => Promise<T>, now: () => number = () => performance.now()): () => Promise<T> {
  let last: { readonly at: number; readonly seen: Promise<T> } | null = null
  return () => {
    if (last === null || now() - last.at >= youngFor) {
      const taken = { at: Number.POSITIVE_INFINITY, seen: look() }
      const done = () => {
        taken.at = now()
      }
      taken.seen.then(done, done)
      last = taken
    }
    return last.seen
  }
}
