import { randomUUID } from 'node:crypto'
import { createAuthenticator } from '../../src/auth/authenticate.ts'
import { mainIssuer } from '../../src/auth/issuers.ts'
import { mintToken } from '../../src/auth/mint.ts'
import { openContext } from '../../src/context.ts'
import { createAdmission } from '../../src/edge/admission.ts'
import { responseOf } from '../../src/edge/answer.ts'
import { defaultLimits } from '../../src/edge/limits.ts'
import { RequestRecord } from '../../src/edge/request-record.ts'
import { createMemoryRates } from '../../src/rates/rates.ts'
import { createTally } from '../../src/rates/tally.ts'
import { type BodyOutcome, importBodies } from '../../src/rest/legacy/import-bodies.ts'
import type { Shape } from '../../src/rest/legacy/shape.ts'
import { createRestHandlers } from '../../src/rest/router.ts'
import { createStore } from '../../src/store/store.ts'
import { testNow, testSecret, unbound } from './app.ts'
import { openTestDatabase } from './database.ts'

/** One shape served by itself, listed or not, on a throw-away database. */
export interface ServedRoom {
  readonly bugs: unknown[]
  readonly losses: string[]
  importBody(body: string): Promise<BodyOutcome>
  /** As the person this system calls `legacyId`; null: as nobody. */
  send(method: string, path: string, legacyId: string | null, body?: unknown): Promise<Response>
  close(): Promise<void>
}

export async function serveRoom(shape: Shape): Promise<ServedRoom> {
  const database = await openTestDatabase()
  const store = createStore(database)
  const main = mainIssuer({ secret: testSecret, jwksUrl: null, issuer: null, audience: null })
  const { authenticate } = createAuthenticator(
    { main, further: [], systems: [shape.system], bounds: defaultLimits },
    { findApiKey: store.apiKey, onKeyUse: () => {}, onTrouble: () => {} },
  )
  const rates = createMemoryRates({ ...defaultLimits, ...unbound })
  const bugs: unknown[] = []
  const losses: string[] = []
  const handlers = createRestHandlers(
    [shape],
    { deprecations: {}, requireVersion: false },
    {
      limits: defaultLimits,
      admit: createAdmission(defaultLimits, () => {}),
      openContext: (request, arrival, options) =>
        openContext(
          { store, authenticate, clock: () => testNow, offers: { freeTrial: null }, trustedProxies: 0 },
          request,
          arrival,
          options,
        ),
      onFault: (fault) => bugs.push(fault),
      onLoss: (_system, loss) => losses.push(loss),
    },
  )
  return {
    bugs,
    losses,
    importBody: async (body) => {
      const options = { now: testNow, linkByEmail: false, newId: () => randomUUID() }
      const [outcome] = await importBodies(database.prisma, shape, [body], options)
      if (!outcome) throw new Error('An import answers for every body.')
      return outcome
    },
    send: async (method, path, legacyId, body) => {
      const handle = handlers.get(path)
      if (!handle) throw new Error(`Nobody answers at ${path}.`)
      const token = { secret: testSecret, subject: legacyId ?? '', system: shape.system, ttlSeconds: 60, now: testNow }
      const headers = {
        ...(legacyId === null ? {} : { authorization: `Bearer ${await mintToken(token)}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      }
      const sent = body === undefined ? null : JSON.stringify(body)
      const request = new Request(`http://gateway.test${path}`, { method, headers, body: sent })
      const requestId = randomUUID()
      const record = new RequestRecord(requestId, false)
      const answer = await handle(request, { requestId, from: null, tally: createTally(rates), record })
      return responseOf(answer, {}, {})
    },
    close: () => database.close(),
  }
}
