import closeWithGrace from 'close-with-grace'
import { createApp } from './app.ts'
import { createAuthenticator } from './auth/authenticate.ts'
import { keepDemoSecret } from './auth/demo-secret.ts'
import { mainIssuer } from './auth/issuers.ts'
import { createKeyUses } from './auth/key-uses.ts'
import { demoBanner, demoServiceToken, demoToken, type PersonWithToken } from './demo/banner.ts'
import { demoPeople } from './demo/people.ts'
import { seedDemo } from './demo/seed.ts'
import { Refusal } from './domain/refusal.ts'
import { sharedLook } from './edge/shared-look.ts'
import { readSettings, SettingsError } from './env.ts'
import { graphiqlPage, shownPages, withConsoleDocuments } from './pages.ts'
import { openRates } from './rates/rates.ts'
import { systems } from './rest/legacy/index.ts'
import type { RestSettings } from './rest/router.ts'
import { ListenError, serve } from './serve.ts'
import { openDatabase } from './store/database.ts'
import { DirectoryLockedError } from './store/directory-lock.ts'
import { createStore, type Store } from './store/store.ts'
import { unavailable } from './store/unavailable.ts'
import { unreadinessOf } from './store/unreadiness.ts'
import { createLogObserver } from './telemetry/log-observer.ts'
import { createLogger, openStandardOutput } from './telemetry/logger.ts'
import { createMetricsPage } from './telemetry/metrics-page.ts'
import { wantsTraces } from './telemetry/traces-wanted.ts'

try {
  await start()
} catch (error) {
  const isMendable = [SettingsError, DirectoryLockedError, ListenError, Refusal].some((kind) => error instanceof kind)
  console.error(isMendable ? (error as Error).message : error)
  process.exit(1)
}

async function start(): Promise<void> {
  const settings = readSettings(process.env, systems)
  const { jwt, dataDir, demo, limits } = settings
  const logger = createLogger(settings.logLevel, openStandardOutput())
  const clock = () => new Date()
  const { deprecation, requireVersion } = settings.userInfo
  const rest: RestSettings = { requireVersion, deprecations: deprecation ? { USER_INFO: deprecation } : {} }
  // Each is loaded only where it is wanted.
  const metrics = settings.metrics && (await import('./telemetry/metrics.ts')).createMetrics(rest.deprecations)
  const traces = wantsTraces(process.env)
    ? (await import('./telemetry/traces.ts')).openTraces((err) => logger.warn({ err }, 'traces could not be sent'))
    : null

  const database = await openDatabase({
    url: settings.databaseUrl ?? undefined,
    pooler: settings.databasePooler,
    dataDir,
    poolSize: limits.databaseConnections,
    waitMs: limits.databaseWaitMs,
    statementMs: limits.statementMs,
    lockMs: limits.lockMs,
    // Whoever asked has gone by then.
    transactionMs: Math.max(limits.answerMs - limits.databaseWaitMs, limits.statementMs),
    onProgress: (message) => console.log(message),
    onStatement: metrics?.statement,
    onConnectionError: (err) => logger.warn({ err }, 'a database connection was lost'),
  })
  // Whatever fails from here on, the embedded directory is given back.
  const giveUp = async (error: unknown) => {
    await database.close()
    unavailable(error)
  }
  await run().catch(giveUp)

  async function run(): Promise<void> {
    const store = createStore(database, {
      readBatch: limits.readBatch,
      ...(metrics && { onMoved: metrics.ledger }),
    })
    const secret = jwt.jwksUrl ? null : (jwt.secret ?? (await keepDemoSecret(dataDir)))
    if (demo) {
      // Demo people on a server were asked for by name: so are their tables.
      await database.migrate().catch((error) => {
        unavailable(
          error,
          'The database cannot be reached, and the demo begins in it: see DATABASE_URL, or set DEMO=0.',
        )
      })
      await seedDemo(database, clock())
    }
    const people = demo && secret !== null ? await peopleWithTokens(store, secret) : []
    const service = people.length > 0 && secret !== null ? await demoServiceToken(signingWith(secret), clock()) : null

    const rates = await openRates(settings.redisUrl, settings.limits, {
      away: (err) => logger.warn({ err }, 'Redis does not answer: requests are counted here, at lower bounds'),
      back: () => logger.info('Redis answers again'),
    })

    const keyUses = createKeyUses(store.saveApiKeyUses, settings.limits.keyUseMs, (err) =>
      logger.warn({ err }, 'when API keys were last used could not be written down'),
    )
    const { authenticate, unreadiness: unreadinessOfKeys } = createAuthenticator(
      { main: mainIssuer({ ...jwt, secret }), further: jwt.further, systems, bounds: settings.limits },
      {
        findApiKey: store.apiKey,
        onKeyUse: keyUses.note,
        onTrouble: (err, client) => logger.warn({ err, client }, 'the keys of an issuer could not be fetched'),
      },
    )
    let isClosing = false
    const missing = sharedLook(async () => (await unreadinessOf(database)) ?? unreadinessOfKeys(clock()))
    const unreadiness = async () => {
      const unready = isClosing ? null : await missing()
      // Asked before the end began and answered after it, too.
      return isClosing ? 'shutting down' : unready
    }
    metrics?.watch({ connections: database.connections, unreadiness })
    const { graphiql, reference } = settings
    const shown = { graphiql, console: settings.console, reference, rest, people, service }
    const app = createApp({
      store,
      authenticate,
      clock,
      offers: settings.offers,
      // The embedded database works on this very loop: late is what it makes it, and no sign of too many requests.
      limits: database.home === 'embedded' ? { ...settings.limits, loopDelayMs: Infinity } : settings.limits,
      rates,
      trustedProxies: settings.trustedProxies,
      browsers: settings.browsers,
      settings: rest,
      graph: withConsoleDocuments(settings.graph, shown),
      graphiql: graphiqlPage(shown),
      pages: shownPages(shown),
      unreadiness,
      metrics: metrics && createMetricsPage(metrics.registry, settings.metrics?.token ?? null),
      observers: [
        // First, for the log names what it has made.
        ...(traces ? [traces.observer] : []),
        ...(metrics ? [metrics.observer] : []),
        createLogObserver(logger, { requests: settings.logsRequests }),
      ],
    })

    const listening = await serve(app, settings)
    const unready = await unreadiness()
    if (unready !== null) logger.warn(`not ready: ${unready}`)
    // Beyond what the server itself waits for an answer: the rest is for the database to be closed in.
    closeWithGrace({ delay: settings.limits.answerMs + 10_000, logger: false }, async ({ err }) => {
      isClosing = true
      if (err) logger.fatal({ err }, 'the gateway cannot go on')
      await listening.close()
      await keyUses.flush()
      await rates.close()
      await database.close()
      await traces?.close()
    })
    console.log(
      `Viewer Gateway is ready on ${listening.url}\n${demo ? demoBanner(listening.url, settings, people, service) : ''}`,
    )
  }

  function signingWith(secret: string) {
    return { secret, issuer: jwt.issuer, audience: jwt.audience }
  }

  /** Only those who are there: a database with other people in it has no demo people. */
  async function peopleWithTokens(store: Store, secret: string): Promise<PersonWithToken[]> {
    const now = clock()
    const signing = signingWith(secret)
    const people: PersonWithToken[] = []
    for (const person of demoPeople(now)) {
      if (await store.account({ id: person.accountId, at: now }))
        people.push({ person, token: await demoToken(person, signing, now) })
    }
    return people
  }
}
