import { type DestinationStream, type Logger, pino } from 'pino'
import type { AppLog } from './app.ts'
import { Refusal } from './domain/refusal.ts'

/** Characters of one text that are worth a line; looking through more would hold everybody up. */
const textMost = 8_000

/** Secrets and addresses never reach a log, not even inside a message or a stack that quotes its input. */
export function scrub(text: string): string {
  return text
    .slice(0, textMost)
    .replace(/\beyJ[\w.-]*/g, '[token]')
    .replace(/\bvgk_\w+/g, '[key]')
    .replace(/[^\s"<>(),;:=@]{0,63}[^\s"<>(),;:=/@]@[^\s"'<>(),;/@]+/g, '[address]')
}

/** @param to where the lines go; standard output unless said. */
export function createLogger(level: string, to: DestinationStream = pino.destination(1)): Logger {
  return pino({ level, base: null, serializers: { err: errorOf } }, to)
}

/** What the app has to tell, as log lines. A declared loss is told once per kind, and counted in every line after. */
export function createAppLog(logger: Logger): AppLog {
  const counts = new Map<string, number>()
  return {
    fault: (err, requestId) => {
      if (err instanceof Refusal) logger.warn({ err, requestId }, 'a part is not there')
      else logger.error({ err, requestId }, 'a bug')
    },
    shed: (count) => logger.warn({ count }, 'requests were refused as too many'),
    loss: (system, loss) => {
      const kind = `${system} ${loss}`
      const count = (counts.get(kind) ?? 0) + 1
      counts.set(kind, count)
      logger[count === 1 ? 'info' : 'debug']({ system, loss, count }, 'a declared loss')
    },
  }
}

function errorOf(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { type: typeof error, message: scrub(String(error)) }
  const cause = error.cause === undefined ? {} : { cause: errorOf(error.cause) }
  return { type: error.name, message: scrub(error.message), stack: scrub(error.stack ?? ''), ...cause }
}
