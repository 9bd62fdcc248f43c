import { type DestinationStream, type Logger, pino } from 'pino'
import { scrub } from './scrub.ts'

/** @param to where the lines go. */
export function createLogger(level: string, to: DestinationStream): Logger {
  return pino({ level, base: null, serializers: { err: errorOf } }, to)
}

/** Bytes of lines that are written together, and the most milliseconds that a line waits for others. */
const atOnce = 4_096
const patience = 250

/** The least level, as pino counts them, at which a line waits for nobody: `warn`. */
const urgent = 40

/**
 * Standard output. Lines about requests are written several at a time, for each writing costs as much as all else that is
 * counted of a request; what is worse than `info` is written at once, and the rest with it, as it is when the process ends.
 */
export function openStandardOutput(): DestinationStream {
  const output = pino.destination({ dest: 1, sync: true, minLength: atOnce })
  setInterval(() => output.flush(), patience).unref()
  process.once('exit', () => output.flushSync())
  return {
    // Pino says the level of the line on whoever asks by this.
    [pino.symbols.needsMetadataGsym]: true,
    write(this: { lastLevel?: number }, line: string) {
      output.write(line)
      if ((this.lastLevel ?? urgent) >= urgent) output.flushSync()
    },
  } as DestinationStream
}

function errorOf(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { type: typeof error, message: scrub(String(error)) }
  const cause = error.cause === undefined ? {} : { cause: errorOf(error.cause) }
  return { type: error.name, message: scrub(error.message), stack: scrub(error.stack ?? ''), ...cause }
}
