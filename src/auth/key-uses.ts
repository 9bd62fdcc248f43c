/** The last use of one key. */
export interface KeyUse {
  readonly id: string
  readonly at: Date
}

/** When keys were last used, gathered in memory, so that using a key costs no write. */
export interface KeyUses {
  note(id: string, now: Date): void
  /** Writes down what has been gathered; never rejects. What could not be written is kept for the next time. */
  flush(): Promise<void>
}

/**
 * Writes at most once in `everyMs`, all keys at once, and only when some were used. Between two writes it holds one
 * instant per key that was used, and loses them if the process is killed: `lastUsedAt` is that exact and no more.
 *
 * @param onTrouble told when they could not be written.
 */
export function createKeyUses(
  save: (uses: readonly KeyUse[]) => Promise<void>,
  everyMs: number,
  onTrouble: (error: unknown) => void,
): KeyUses {
  const gathered = new Map<string, Date>()
  let timer: NodeJS.Timeout | null = null
  let writing: Promise<void> = Promise.resolve()

  function note(id: string, at: Date): void {
    const known = gathered.get(id)
    if (known === undefined || known < at) gathered.set(id, at)
    // Nothing to wait for: the process ends with `flush`, not with this timer.
    timer ??= setTimeout(flush, everyMs).unref()
  }

  function flush(): Promise<void> {
    if (timer !== null) clearTimeout(timer)
    timer = null
    writing = writing.then(write)
    return writing
  }

  async function write(): Promise<void> {
    if (gathered.size === 0) return
    const uses = Array.from(gathered, ([id, at]) => ({ id, at }))
    gathered.clear()
    try {
      await save(uses)
    } catch (error) {
      for (const { id, at } of uses) note(id, at)
      onTrouble(error)
    }
  }

  return { note, flush }
}
