import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { furtherIssuers } from './auth/further-issuers.ts'
import type { IssuerSettings } from './auth/issuers.ts'
import { keySetUrl } from './auth/key-set-url.ts'
import { isLoopback } from './auth/loopback.ts'
import { secretWeakness } from './auth/secret-strength.ts'
import { Amount } from './domain/credit-movement.ts'
import { parseEur } from './domain/eur.ts'
import type { Offers } from './domain/free-trial.ts'
import { type BrowserSettings, originList } from './edge/browsers.ts'
import { type Limits, limitFields, limitsIn, whole } from './edge/limits.ts'
import { trustedTexts } from './graph/trusted-documents.ts'
import type { GraphSettings } from './graph/yoga.ts'
import { type Pooler, poolers } from './store/pooler.ts'

/** Everything the outside can set, read once and checked. */
export interface Settings {
  readonly port: number
  readonly host: string
  readonly dataDir: string
  /** Null: the embedded database in `dataDir`. */
  readonly databaseUrl: string | null
  /** Null: the URL leads to PostgreSQL itself. */
  readonly databasePooler: Pooler | null
  readonly jwt: {
    /** Null beside a null `jwksUrl`: the demo's own secret, kept in `dataDir`. */
    readonly secret: string | null
    readonly jwksUrl: URL | null
    readonly issuer: string | null
    readonly audience: string | null
    readonly further: readonly IssuerSettings[]
  }
  readonly demo: boolean
  readonly offers: Offers
  readonly userInfo: {
    /** Null while the version is not deprecated. */
    readonly deprecation: { readonly message: string; readonly shutdownDate: Date; readonly since: Date } | null
    /** Whether a request without the version header is refused. */
    readonly requireVersion: boolean
  }
  /** Whether `/` shows the console. */
  readonly console: boolean
  /** Whether GraphiQL is shown. */
  readonly graphiql: boolean
  /** Whether the REST reference is shown. */
  readonly reference: boolean
  readonly graph: GraphSettings
  readonly logLevel: z.output<typeof logLevel>
  /** Whether each request is a line in the log. */
  readonly logsRequests: boolean
  /** Null: nothing is counted, and /metrics is nowhere. Without a token anybody may read them. */
  readonly metrics: { readonly token: string | null } | null
  /** Null: requests are counted in this process alone. */
  readonly redisUrl: string | null
  /** How many proxies of ours stand in front. */
  readonly trustedProxies: number
  readonly browsers: BrowserSettings
  readonly limits: Limits
}

/** Says everything that is wrong at once, in words, and repeats no value: some are secrets. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError'
  readonly problems: readonly string[]

  constructor(problems: readonly string[]) {
    super(['These settings are wrong:', ...problems.map((problem) => `- ${problem}`)].join('\n'))
    this.problems = problems
  }
}

/**
 * Reads the settings from the environment; a variable set to nothing counts as not set.
 *
 * @param systems the legacy systems an issuer may stand for; without the list their names are not checked here.
 * @throws SettingsError with the whole list of what is wrong.
 */
export function readSettings(env: NodeJS.ProcessEnv, systems?: readonly string[]): Settings {
  const given = givenIn(env)
  const read = fields.safeParse(given)
  const problems = [...(read.error?.issues.map(inWords) ?? []), ...contradictions(given)]
  const issuers = fields.shape.JWT_ISSUERS.safeParse(given.JWT_ISSUERS).data ?? []
  problems.push(...issuerContradictions(issuers, given, systems))
  if (!read.success || problems.length > 0) throw new SettingsError(problems)

  const values = read.data
  const demo = values.DEMO ?? values.DATABASE_URL === undefined
  const shutdownDate = values.USER_INFO_SHUTDOWN_DATE
  return {
    port: values.PORT,
    host: values.HOST,
    dataDir: values.DATA_DIR,
    databaseUrl: values.DATABASE_URL ?? null,
    databasePooler: values.DATABASE_POOLER ?? null,
    jwt: {
      secret: values.JWT_SECRET ?? null,
      jwksUrl: values.JWT_JWKS_URL ?? null,
      issuer: values.JWT_ISSUER ?? null,
      audience: values.JWT_AUDIENCE ?? null,
      further: values.JWT_ISSUERS,
    },
    demo,
    offers: { freeTrial: values.FREE_TRIAL_EUR ?? null },
    userInfo: {
      deprecation: shutdownDate
        ? {
            message: values.USER_INFO_DEPRECATION_MESSAGE ?? deprecationMessage(shutdownDate),
            shutdownDate,
            since: values.USER_INFO_DEPRECATED_SINCE ?? new Date(0),
          }
        : null,
      requireVersion: values.USER_INFO_REQUIRE_VERSION,
    },
    console: values.CONSOLE,
    graphiql: values.GRAPHIQL ?? demo,
    reference: values.REFERENCE,
    graph: {
      introspection: values.INTROSPECTION ?? demo,
      trusted: values.TRUSTED_DOCUMENTS
        ? { texts: values.TRUSTED_DOCUMENTS, only: values.TRUSTED_DOCUMENTS_ONLY }
        : null,
    },
    logLevel: values.LOG_LEVEL,
    logsRequests: values.LOG_REQUESTS ?? !demo,
    metrics: demo || values.METRICS_TOKEN ? { token: values.METRICS_TOKEN ?? null } : null,
    redisUrl: values.REDIS_URL ?? null,
    trustedProxies: values.TRUSTED_PROXIES,
    browsers: { origins: values.CORS_ORIGINS, httpsOnlySeconds: values.HSTS_MAX_AGE },
    limits: limitsIn(values),
  }
}

/** Where the data is: all that a command needs that neither listens nor believes anybody. */
export type DataSettings = Pick<Settings, 'dataDir' | 'databaseUrl' | 'databasePooler'>

/** Reads as much of the settings as leads to the data. @throws SettingsError as `readSettings`. */
export function readDataSettings(env: NodeJS.ProcessEnv): DataSettings {
  const read = fields.pick({ DATA_DIR: true, DATABASE_URL: true, DATABASE_POOLER: true }).safeParse(givenIn(env))
  if (!read.success) throw new SettingsError(read.error.issues.map(inWords))
  const { DATA_DIR, DATABASE_URL, DATABASE_POOLER } = read.data
  return { dataDir: DATA_DIR, databaseUrl: DATABASE_URL ?? null, databasePooler: DATABASE_POOLER ?? null }
}

function givenIn(env: NodeJS.ProcessEnv): Given {
  return Object.fromEntries(
    Object.keys(fields.shape).flatMap((name) => (env[name] ? [[name, env[name]] as const] : [])),
  )
}

const text = z.string()

const flag = z
  .string()
  .refine((value) => value === '1' || value === '0', 'must be 1 or 0')
  .transform((value) => value === '1')

const logLevel = z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])

const metricsToken = z
  .string()
  .min(16, 'must have at least 16 characters')
  .regex(/^[\x21-\x7e]*$/, 'must be of visible ASCII characters, as it travels in a header')

const databaseUrl = z
  .string()
  .refine(
    (value) => URL.canParse(value) && ['postgres:', 'postgresql:'].includes(new URL(value).protocol),
    'must be a postgresql:// URL',
  )

const redisUrl = z
  .string()
  .refine(
    (value) => URL.canParse(value) && ['redis:', 'rediss:'].includes(new URL(value).protocol),
    'must be a redis:// or rediss:// URL',
  )

const signingSecret = z.string().superRefine((value, context) => {
  const weakness = secretWeakness(value)
  if (weakness !== null) context.addIssue(weakness)
})

const instant = z
  .string()
  .refine((value) => z.iso.datetime({ offset: true }).safeParse(value).success, {
    error: 'must be an RFC 3339 date-time such as 2027-01-31T00:00:00Z',
  })
  .transform((value) => new Date(value))

/** Micro-EUR. */
const eurAmount = z.string().transform((value, context) => {
  const { data } = Amount.safeParse(parseEur(value))
  if (data !== undefined) return data
  context.addIssue('must be an amount in EUR, more than nought and at most 1000000, with at most six decimals')
  return z.NEVER
})

/** JSON itself, or the path of a file that holds it. The parser's own messages quote the text, so they stay here. */
const issuersText = z
  .string()
  .transform((value, context): unknown => {
    try {
      return JSON.parse(/^\s*[[{]/.test(value) ? value : readFileSync(value, 'utf8'))
    } catch {
      context.addIssue('must be a JSON list or the path of a readable file that holds one')
      return z.NEVER
    }
  })
  .pipe(furtherIssuers)

const documentsFile = z
  .string()
  .transform((path, context): unknown => {
    try {
      return JSON.parse(readFileSync(path, 'utf8'))
    } catch {
      context.addIssue('must be the path of a readable JSON file')
      return z.NEVER
    }
  })
  .pipe(trustedTexts)

/** `shown` is the default as the table of settings says it. */
const fields = z.object({
  PORT: whole(0, 65_535).default(4000).meta({ shown: '4000', description: 'Port to listen on; 0 takes a free one.' }),
  HOST: text.default('127.0.0.1').meta({ shown: '127.0.0.1', description: 'Address to listen on.' }),
  DATA_DIR: text.default('.data').meta({
    shown: '.data',
    description: 'Directory of the embedded database and of the generated demo secret.',
  }),
  DATABASE_URL: databaseUrl.optional().meta({
    shown: '',
    description: 'PostgreSQL to use (postgresql://…); without it the embedded database.',
  }),
  DATABASE_POOLER: z
    .enum(poolers)
    .optional()
    .meta({
      shown: '',
      description:
        'What stands between, such as PgBouncer: session, transaction, or transaction-prepared where it keeps prepared ' +
        'statements too (PgBouncer 1.21 or newer with max_prepared_statements). Needed there, see docs/scale.md.',
    }),
  JWT_SECRET: signingSecret.optional().meta({
    shown: '',
    description:
      'Secret that tokens are signed with (HS256), at least 32 bytes, no well-known one. Not beside JWT_JWKS_URL.',
  }),
  JWT_JWKS_URL: keySetUrl.optional().meta({
    shown: '',
    description:
      'Key set that tokens are checked with (RS256, PS256, ES256, EdDSA); https, or http on a loopback address.',
  }),
  JWT_ISSUER: text.optional().meta({ shown: '', description: 'The `iss` a token must carry; without it any.' }),
  JWT_AUDIENCE: text.optional().meta({ shown: '', description: 'The `aud` a token must carry; without it any.' }),
  JWT_ISSUERS: issuersText.default([]).meta({
    shown: '',
    description:
      'Further issuers, whose tokens go on working: JSON, or the path of a file that holds it, a list of ' +
      '`{ issuer, secret | jwksUrl | publicKeyPem | jwk, algorithms?, audience?, system? }`. ' +
      'With `system`, `sub` is that legacy system’s own id.',
  }),
  DEMO: flag.optional().meta({
    shown: '1 without DATABASE_URL, else 0',
    description:
      'Demo people (1 or 0), and a generated secret kept in DATA_DIR when neither JWT_SECRET nor JWT_JWKS_URL is set.',
  }),
  DEMO_BEYOND_LOOPBACK: flag.default(false).meta({
    shown: '0',
    description: 'Permission (1) for the demo to listen on an address that other machines can reach.',
  }),
  FREE_TRIAL_EUR: eurAmount.optional().meta({
    shown: '',
    description:
      'What a new account is promised in EUR until its e-mail address is verified, and given then; without it there are no free trials.',
  }),
  USER_INFO_SHUTDOWN_DATE: instant.optional().meta({
    shown: '',
    description: 'When user-info v1 is shut down (RFC 3339); setting it makes the version deprecated.',
  }),
  USER_INFO_DEPRECATED_SINCE: instant.optional().meta({
    shown: '1970-01-01T00:00:00Z',
    description:
      'Since when it has been deprecated (RFC 3339), for the `Deprecation` header; only beside USER_INFO_SHUTDOWN_DATE.',
  }),
  USER_INFO_DEPRECATION_MESSAGE: text.optional().meta({
    shown: 'a sentence with the date',
    description: 'What the deprecation notice of user-info says; only beside USER_INFO_SHUTDOWN_DATE.',
  }),
  USER_INFO_REQUIRE_VERSION: flag.default(false).meta({
    shown: '0',
    description: 'Whether user-info refuses a request without the header X-Exorde-Api-Version (1 or 0).',
  }),
  CONSOLE: flag.default(true).meta({
    shown: '1',
    description:
      'Whether / shows the console (1 or 0). The page itself holds nothing (in the demo: the demo’s tokens); what it shows takes credentials.',
  }),
  GRAPHIQL: flag.optional().meta({
    shown: '1 in the demo, else 0',
    description: 'Whether a browser is shown GraphiQL on /graphql (1 or 0); its documentation needs introspection.',
  }),
  REFERENCE: flag.default(true).meta({
    shown: '1',
    description: 'Whether /docs, /openapi.json and /schemas tell of the REST endpoints (1 or 0).',
  }),
  INTROSPECTION: flag.optional().meta({
    shown: '1 in the demo, else 0',
    description: 'Whether anybody may introspect the graph (1 or 0); without it, who has the scope `schema:read` may.',
  }),
  TRUSTED_DOCUMENTS: documentsFile.optional().meta({
    shown: '',
    description:
      'Path of a JSON file of GraphQL documents by their SHA-256, which clients may then ask for by `documentId`.',
  }),
  TRUSTED_DOCUMENTS_ONLY: flag.default(false).meta({
    shown: '0',
    description: 'Whether nothing but those documents is answered (1 or 0); only beside TRUSTED_DOCUMENTS.',
  }),
  LOG_LEVEL: logLevel.default('info').meta({
    shown: 'info',
    description:
      'Least level that is logged: fatal, error, warn, info, debug, trace, or silent. Requests are logged at info, probes at debug.',
  }),
  LOG_REQUESTS: flag.optional().meta({
    shown: '0 in the demo, else 1',
    description:
      'Whether each request is a line in the log (1 or 0); 0 where a proxy in front writes them down already.',
  }),
  METRICS_TOKEN: metricsToken.optional().meta({
    shown: '',
    description:
      'What Prometheus sends as its Bearer to read /metrics, 16 characters or more; without it there is no /metrics, but for the demo, where anybody may read it.',
  }),
  REDIS_URL: redisUrl.optional().meta({
    shown: '',
    description:
      'Redis to count requests in (redis://… or rediss://…), for all gateways together; without it each counts its own. ' +
      'While it does not answer each counts against a quarter of every bound, and no key is made and no money moved.',
  }),
  TRUSTED_PROXIES: whole(0, 16).default(0).meta({
    shown: '0',
    description:
      'Proxies of yours in front: the sender is the entry of X-Forwarded-For that many from the right; 0 does not look at it.',
  }),
  CORS_ORIGINS: originList.default([]).meta({
    shown: '',
    description:
      'Origins whose pages may ask from a browser, separated by commas (https://app.example.com); none without.',
  }),
  HSTS_MAX_AGE: whole(0, 100_000_000).default(0).meta({
    shown: '0',
    description:
      'Seconds for which browsers are told to come by https alone (`Strict-Transport-Security`); only where TLS ends in front of the gateway. 0 says nothing.',
  }),
  ...limitFields,
})

type Given = { readonly [name: string]: string }

export interface SettingsRow {
  readonly name: string
  /** As a reader should see it; empty when there is none. */
  readonly default: string
  readonly meaning: string
}

/** Every setting, in the order of the schema: what the tables of the papers are made and checked from. */
export const settingsTable: readonly SettingsRow[] = Object.entries(fields.shape).map(([name, field]) => {
  const { shown, description } = field.meta() ?? {}
  return { name, default: String(shown ?? ''), meaning: description ?? '' }
})

/** What is waited for within something else that is waited for. */
const partsOfTime = [
  ['HEADER_TIMEOUT_MS', 'REQUEST_TIMEOUT_MS'],
  ['LOCK_TIMEOUT_MS', 'STATEMENT_TIMEOUT_MS'],
  ['STATEMENT_TIMEOUT_MS', 'ANSWER_TIMEOUT_MS'],
  ['DATABASE_WAIT_MS', 'ANSWER_TIMEOUT_MS'],
  ['KEY_SET_TIMEOUT_MS', 'ANSWER_TIMEOUT_MS'],
] as const

/** A setting as given or as usual; what is no number is told of elsewhere. */
function milliseconds(given: Given, name: keyof typeof limitFields): number {
  return Number(given[name] ?? limitFields[name]?.parse(undefined))
}

/** What no setting can say of itself. Read from the raw text, so that it is said beside whatever else is wrong. */
function contradictions(given: Given): string[] {
  const problems: string[] = []
  const { JWT_SECRET, JWT_JWKS_URL, DEMO, DATABASE_URL, HOST = '127.0.0.1', DEMO_BEYOND_LOOPBACK } = given
  const demo = DEMO === undefined ? DATABASE_URL === undefined : DEMO !== '0'

  if (JWT_SECRET !== undefined && JWT_JWKS_URL !== undefined) {
    problems.push('JWT_SECRET and JWT_JWKS_URL exclude each other: tokens of the main issuer have one kind of key')
  }
  if (JWT_SECRET === undefined && JWT_JWKS_URL === undefined && !demo) {
    problems.push('JWT_SECRET or JWT_JWKS_URL is needed when DEMO is off: nothing says whom to believe')
  }
  if (demo && !isLoopback(HOST) && DEMO_BEYOND_LOOPBACK !== '1') {
    problems.push(
      'HOST lets other machines in while DEMO is on, whose tokens are printed for everybody: ' +
        'set DEMO=0, a loopback HOST, or DEMO_BEYOND_LOOPBACK=1 to allow it',
    )
  }
  for (const [part, whole] of partsOfTime) {
    if (milliseconds(given, part) > milliseconds(given, whole)) {
      problems.push(`${whole} is less than ${part}, which is a part of it`)
    }
  }
  if (milliseconds(given, 'KEY_SET_KEPT_MS') < 2 * milliseconds(given, 'KEY_SET_REFRESH_MS')) {
    problems.push(
      'KEY_SET_KEPT_MS is less than twice KEY_SET_REFRESH_MS: keys would be given up before they are fetched anew',
    )
  }
  for (const name of ['USER_INFO_DEPRECATION_MESSAGE', 'USER_INFO_DEPRECATED_SINCE']) {
    if (given[name] !== undefined && given.USER_INFO_SHUTDOWN_DATE === undefined) {
      problems.push(`${name} needs USER_INFO_SHUTDOWN_DATE beside it`)
    }
  }
  if (given.DATABASE_POOLER !== undefined && DATABASE_URL === undefined) {
    problems.push('DATABASE_POOLER needs DATABASE_URL beside it: nothing stands before the embedded database')
  }
  if (given.TRUSTED_DOCUMENTS_ONLY === '1' && given.TRUSTED_DOCUMENTS === undefined) {
    problems.push('TRUSTED_DOCUMENTS_ONLY needs TRUSTED_DOCUMENTS beside it: nothing would be answered')
  }
  return problems
}

/**
 * A token must belong to one issuer only: by name, and by key too, for whoever holds a further issuer's secret must not
 * be able to sign as the main one, which alone can give support and service power.
 */
function issuerContradictions(issuers: readonly IssuerSettings[], given: Given, systems?: readonly string[]): string[] {
  const names = new Set([given.JWT_ISSUER])
  const secrets = new Set([given.JWT_SECRET])

  return issuers.flatMap(({ issuer, key, system }, index) => {
    const problems: string[] = []
    const entry = `JWT_ISSUERS[${index}]`
    if (issuer !== null) {
      if (names.has(issuer)) problems.push(`${entry}.issuer: is the name of another issuer too`)
      names.add(issuer)
    }
    if (key.kind === 'secret') {
      if (secrets.has(key.secret)) problems.push(`${entry}.secret: is the secret of another issuer too`)
      secrets.add(key.secret)
    }
    if (key.kind === 'jwks' && given.JWT_ISSUER === undefined && key.url.href === hrefOf(given.JWT_JWKS_URL)) {
      problems.push(`${entry}.jwksUrl: is JWT_JWKS_URL too, which then needs JWT_ISSUER beside it`)
    }
    if (system !== null && systems !== undefined && !systems.includes(system)) {
      problems.push(`${entry}.system: must be one of ${systems.join(', ')}`)
    }
    return problems
  })
}

function hrefOf(url: string | undefined): string | null {
  return url !== undefined && URL.canParse(url) ? new URL(url).href : null
}

function inWords(issue: z.core.$ZodIssue): string {
  return `${z.core.toDotPath(issue.path)}: ${issue.message}`
}

/** The vendor's own sentence, with our date (user-info, `apiDeprecationNotice.message`). */
function deprecationMessage(shutdownDate: Date): string {
  const [date, time] = shutdownDate.toISOString().split(/[T.]/)
  return `The version 1 of the API is deprecated and will be shut down the ${date} at ${time} UTC.`
}
