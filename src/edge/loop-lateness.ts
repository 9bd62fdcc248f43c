/** How late the event loop is, looked at only while there is work. */
export interface LoopLateness {
  /** Looks for as long as `isBusy`; cheap to call again and again. */
  watch(isBusy: () => boolean): void
  /** Milliseconds by which the loop has been late without a break: 0 as soon as it was once on time. */
  standing(): number
}

/** Milliseconds between two looks, and how many of them must agree. */
const every = 20
const looks = 4

/**
 * What counts is the least lateness of the last few looks, as in CoDel (RFC 8289 section 3): one long statement of the
 * embedded database blocks the loop for a moment and is no overload; a queue that does not go down is.
 */
export function createLoopLateness(now: () => number = () => performance.now()): LoopLateness {
  let seen: number[] = []
  let isWatching = false

  const look = (isBusy: () => boolean) => {
    const due = now() + every
    setTimeout(() => {
      seen = [...seen.slice(1 - looks), Math.max(0, now() - due)]
      isWatching = isBusy()
      if (isWatching) look(isBusy)
      else seen = []
    }, every).unref()
  }

  return {
    watch: (isBusy) => {
      if (isWatching) return
      isWatching = true
      look(isBusy)
    },
    standing: () => (seen.length < looks ? 0 : Math.min(...seen)),
  }
}
