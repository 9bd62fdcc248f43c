import type { Logger } from 'pino'
import { Refusal } from '../domain/refusal.ts'
import type { Observer } from '../edge/observer.ts'
import type { RequestRecord } from '../edge/request-record.ts'
import { anonymous, methodOf, shapeNamed, unnamed } from './request-names.ts'
import { plainName } from './scrub.ts'

/**
 * What there is to know, as log lines. A declared loss is told once per kind, and counted in every line after.
 *
 * @param requests whether each request is a line: at `info`, but for probes, which are at `debug`.
 */
export function createLogObserver(logger: Logger, { requests }: { readonly requests: boolean }): Observer {
  const counts = new Map<string, number>()
  const tells = (level: 'info' | 'debug') => requests && logger.isLevelEnabled(level)
  const [tellsRequests, tellsProbes] = [tells('info'), tells('debug')]
  return {
    answered: (record, request) => {
      if (record.face === 'probe') {
        if (tellsProbes) logger.debug(lineOf(record, request), 'a request')
      } else if (tellsRequests) logger.info(lineOf(record, request), 'a request')
    },
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

/**
 * No path that was merely asked for, no query, no value of anything: what is written here is known to be harmless. What is
 * undefined is left out of the line; putting together only what is there takes V8 far longer.
 */
function lineOf(record: RequestRecord, request: Request) {
  const { requestId, traceId, client, face, route, system, operation, status, statements, refusals } = record
  return {
    requestId,
    traceId: traceId ?? undefined,
    client: client === null ? anonymous : plainName(client),
    face,
    shape: system === null ? undefined : shapeNamed(system),
    route: route === null ? undefined : `${methodOf(request)} ${route}`,
    operation: operation
      ? `${operation.type} ${operation.name === null ? unnamed : plainName(operation.name)}`
      : undefined,
    status,
    refusal: refusals[0]?.code,
    ms: Math.round((record.ended - record.began) * 100) / 100,
    statements,
  }
}
