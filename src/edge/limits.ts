import { z } from 'zod'

/** One bound, as an operator sets it. */
interface Limit {
  readonly setting: string
  readonly usual: number
  readonly least: number
  readonly most: number
  readonly description: string
}

/**
 * Every bound the gateway keeps, in one place: what it is called inside, the setting that moves it, its default and
 * the values that make sense. Each reaches the part that keeps it as a number.
 */
const table = {
  body: {
    setting: 'BODY_LIMIT',
    usual: 100_000,
    least: 1,
    most: 100_000_000,
    description: 'Largest request body in bytes (100000 is 100 kB).',
  },
  jsonDepth: {
    setting: 'JSON_DEPTH_LIMIT',
    usual: 64,
    least: 1,
    most: 1_000,
    description: 'How many objects and lists of a JSON body may stand inside one another.',
  },
  headerBytes: {
    setting: 'HEADER_LIMIT',
    usual: 16_384,
    least: 1_024,
    most: 1_000_000,
    description: 'Largest header block of a request in bytes.',
  },
  headerMs: {
    setting: 'HEADER_TIMEOUT_MS',
    usual: 5_000,
    least: 100,
    most: 600_000,
    description: 'Milliseconds in which a request’s headers must have come.',
  },
  requestMs: {
    setting: 'REQUEST_TIMEOUT_MS',
    usual: 10_000,
    least: 100,
    most: 600_000,
    description:
      'Milliseconds in which a whole request must have come, and in which its answer, once begun, must have been taken ' +
      'whole; not less than HEADER_TIMEOUT_MS.',
  },
  keepAliveMs: {
    setting: 'KEEP_ALIVE_TIMEOUT_MS',
    usual: 10_000,
    least: 1,
    most: 600_000,
    description: 'Milliseconds for which an idle connection is kept open; above that of a proxy in front.',
  },
  connections: {
    setting: 'CONNECTION_LIMIT',
    usual: 2_000,
    least: 1,
    most: 1_000_000,
    description: 'Connections held at once; more are closed unanswered.',
  },
  answerMs: {
    setting: 'ANSWER_TIMEOUT_MS',
    usual: 4_500,
    least: 100,
    most: 600_000,
    description: 'Milliseconds after which a request that is still being worked on is answered 503.',
  },
  inFlight: {
    setting: 'IN_FLIGHT_LIMIT',
    usual: 64,
    least: 1,
    most: 1_000_000,
    description: 'Requests being worked on at once; as many more wait for a place, and what is beyond is answered 503.',
  },
  queueMs: {
    setting: 'QUEUE_TIMEOUT_MS',
    usual: 50,
    least: 0,
    most: 60_000,
    description: 'Milliseconds for which a request waits for a place; then it is answered 503.',
  },
  refusals: {
    setting: 'REFUSAL_PACE',
    usual: 500,
    least: 1,
    most: 1_000_000,
    description: 'Most of those 503 a second; one beyond is answered late, by a second at most.',
  },
  loopDelayMs: {
    setting: 'EVENT_LOOP_DELAY_LIMIT_MS',
    usual: 150,
    least: 10,
    most: 60_000,
    description:
      'Milliseconds the event loop may come late, time after time, before new requests are answered 503; not with the embedded database, whose statements hold it up themselves.',
  },
  queryDepth: {
    setting: 'QUERY_DEPTH_LIMIT',
    usual: 15,
    least: 1,
    most: 1_000,
    description: 'Most levels of fields in a GraphQL query.',
  },
  queryBreadth: {
    setting: 'QUERY_BREADTH_LIMIT',
    usual: 500,
    least: 1,
    most: 100_000,
    description: 'Most fields in a GraphQL query, those of a fragment counted wherever it is spread.',
  },
  queryRepeats: {
    setting: 'QUERY_REPEAT_LIMIT',
    usual: 200,
    least: 1,
    most: 100_000,
    description: 'Most fields of one name or alias in a GraphQL operation together with all fragments.',
  },
  queryAliases: {
    setting: 'QUERY_ALIAS_LIMIT',
    usual: 30,
    least: 0,
    most: 100_000,
    description: 'Most aliases in a GraphQL document.',
  },
  queryDirectives: {
    setting: 'QUERY_DIRECTIVE_LIMIT',
    usual: 50,
    least: 0,
    most: 100_000,
    description: 'Most directives in a GraphQL document.',
  },
  queryTokens: {
    setting: 'QUERY_TOKEN_LIMIT',
    usual: 2_000,
    least: 1,
    most: 1_000_000,
    description: 'Most tokens of a GraphQL document.',
  },
  queryCost: {
    setting: 'QUERY_COST_LIMIT',
    usual: 10_000,
    least: 1,
    most: 100_000_000,
    description:
      'Most that a GraphQL query may cost: a field is 1, a mutation 1000 (nine fit into the default), and a list ' +
      'multiplies what it holds by its page size (20 unless said; 5 for a list without pages, its length for lineage).',
  },
  anonymousCost: {
    setting: 'QUERY_COST_LIMIT_ANONYMOUS',
    usual: 1_000,
    least: 1,
    most: 100_000_000,
    description:
      'Most that a GraphQL query without credentials may cost, where that is less than QUERY_COST_LIMIT: the whole ' +
      'lineage and all plans fit once. Without credentials, `viewer`, `account`, `node` and each mutation cost 100.',
  },
  batch: {
    setting: 'QUERY_BATCH_LIMIT',
    usual: 1,
    least: 1,
    most: 100,
    description:
      'Most GraphQL operations in one request, as a JSON list; 1 switches lists off. The other limits hold for each ' +
      'operation by itself, so one request can take that many times as long.',
  },
  preparedQueries: {
    setting: 'PREPARED_QUERIES',
    usual: 200,
    least: 0,
    most: 10_000,
    description:
      'GraphQL queries without variables that are kept compiled, those that were asked last; 0 has every request go the ' +
      'engine’s own way through HTTP, which takes several times as long.',
  },
  perAccount: {
    setting: 'RATE_LIMIT_ACCOUNT',
    usual: 600,
    least: 0,
    most: 100_000_000,
    description: 'Requests a minute of one account, whatever its credentials; 0 does not count.',
  },
  perService: {
    setting: 'RATE_LIMIT_SERVICE',
    usual: 60_000,
    least: 0,
    most: 100_000_000,
    description: 'Requests a minute of one service, which is then not counted by its address; 0 does not count.',
  },
  perApiKey: {
    setting: 'RATE_LIMIT_API_KEY',
    usual: 600,
    least: 0,
    most: 100_000_000,
    description: 'Requests a minute with one API key; 0 does not count.',
  },
  perAddress: {
    setting: 'RATE_LIMIT_ADDRESS',
    usual: 1_200,
    least: 0,
    most: 100_000_000,
    description: 'Requests a minute from one address (IPv6: one /64); 0 does not count.',
  },
  rateKeys: {
    setting: 'RATE_LIMIT_KEYS',
    usual: 100_000,
    least: 1,
    most: 10_000_000,
    description:
      'Addresses, API keys and accounts that this gateway itself counts at once, of each; beyond, the oldest is forgotten.',
  },
  keySetMs: {
    setting: 'KEY_SET_TIMEOUT_MS',
    usual: 1_000,
    least: 10,
    most: 60_000,
    description: 'Milliseconds in which an issuer’s key set must have come.',
  },
  keySetBytes: {
    setting: 'KEY_SET_LIMIT',
    usual: 256_000,
    least: 1_000,
    most: 10_000_000,
    description: 'Largest key set in bytes (256000 is 256 kB).',
  },
  keySetRefreshMs: {
    setting: 'KEY_SET_REFRESH_MS',
    usual: 300_000,
    least: 1_000,
    most: 86_400_000,
    description:
      'Milliseconds after which a key set is fetched anew, in the background; after twice as long a request waits for it. A withdrawn key works for at most twice as long and a minute.',
  },
  keySetKeptMs: {
    setting: 'KEY_SET_KEPT_MS',
    usual: 86_400_000,
    least: 1_000,
    most: 604_800_000,
    description: 'Milliseconds for which the last good keys of an issuer serve while its key set cannot be had.',
  },
  unknownKeyMs: {
    setting: 'UNKNOWN_KEY_PAUSE_MS',
    usual: 5_000,
    least: 100,
    most: 600_000,
    description: 'Milliseconds at least between two fetches of a key set for tokens that name a key it does not hold.',
  },
  keyUseMs: {
    setting: 'KEY_USE_INTERVAL_MS',
    usual: 60_000,
    least: 100,
    most: 86_400_000,
    description: 'Milliseconds at least between two writes of when API keys were last used.',
  },
  databaseConnections: {
    setting: 'DATABASE_CONNECTIONS',
    usual: 10,
    least: 1,
    most: 1_000,
    description: 'Most connections of this gateway to a database server.',
  },
  databaseWaitMs: {
    setting: 'DATABASE_WAIT_MS',
    usual: 1_000,
    least: 10,
    most: 60_000,
    description: 'Milliseconds to wait for a connection to be made or to become free; then 503.',
  },
  readBatch: {
    setting: 'READ_BATCH_LIMIT',
    usual: 64,
    least: 1,
    most: 1_000,
    description:
      'Most accounts, keys or names that one statement looks up for requests that ask at the same time; 1 gives each a ' +
      'statement of its own.',
  },
  statementMs: {
    setting: 'STATEMENT_TIMEOUT_MS',
    usual: 3_000,
    least: 10,
    most: 600_000,
    description: 'Milliseconds after which the database ends a statement.',
  },
  lockMs: {
    setting: 'LOCK_TIMEOUT_MS',
    usual: 2_000,
    least: 10,
    most: 600_000,
    description: 'Milliseconds for which a statement waits for a row that somebody else has locked.',
  },
} as const satisfies Record<string, Limit>

/** Every bound by its name inside: bytes, milliseconds, requests a minute or counts, as the table says. */
export type Limits = { readonly [name in keyof typeof table]: number }

const rows = Object.entries(table) as [keyof Limits, Limit][]

/** What holds where nothing is set. */
export const defaultLimits = Object.fromEntries(rows.map(([name, { usual }]) => [name, usual])) as Limits

/** The settings that move the bounds, as the environment gives them: texts. */
export const limitFields = Object.fromEntries(
  rows.map(([, { setting, usual, least, most, description }]) => [
    setting,
    whole(least, most)
      .default(usual)
      .meta({ shown: String(usual), description }),
  ]),
)

/** The bounds among all settings that were read. */
export function limitsIn(values: Readonly<Record<string, unknown>>): Limits {
  return Object.fromEntries(rows.map(([name, { setting }]) => [name, values[setting]])) as Limits
}

/** A whole number as text, in plain decimal digits. */
export function whole(least: number, most: number) {
  return z
    .string()
    .refine((value) => /^\d{1,9}$/.test(value) && Number(value) >= least && Number(value) <= most, {
      error: `must be a whole number from ${least} to ${most}`,
    })
    .transform(Number)
}
