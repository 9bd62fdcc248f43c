import { stat } from 'node:fs/promises'
import { Presets, SingleBar } from 'cli-progress'

export interface Progress {
  /** `done` is in the unit of the total: bytes of the file. */
  update(done: number, records: number): void
  stop(): void
}

/** A bar on a terminal's standard error, for a file that is worth one; otherwise nothing. */
export async function progressOf(file: string): Promise<Progress> {
  const size = file === '-' ? 0 : (await stat(file)).size
  return size < worthwhileBytes ? noProgress : progressTo(size, 'records')
}

/** A bar on a terminal's standard error, up to a known total; otherwise nothing. */
export function progressTo(total: number, unit: string): Progress {
  if (!process.stderr.isTTY || total === 0) return noProgress
  const format = `{bar} {percentage}% | {records} ${unit} | {eta_formatted} left`
  const bar = new SingleBar(
    { format, stream: process.stderr, clearOnComplete: true, hideCursor: true },
    Presets.shades_classic,
  )
  // However this ends, the terminal gets its cursor back.
  const stop = () => bar.stop()
  process.once('exit', stop)
  bar.start(total, 0, { records: 0 })
  return {
    update: (done, records) => bar.update(done, { records }),
    stop: () => {
      process.off('exit', stop)
      stop()
    },
  }
}

const worthwhileBytes = 100_000

const noProgress: Progress = { update: () => {}, stop: () => {} }
