import type { Database } from '../../src/store/database.ts'
import { audit } from './audit.ts'
import type { GrantLeft, LedgerUnderTest, Move, Operation, Outcome, Pool, Reading, ShownPool } from './operations.ts'

/** A gateway's front door, and what clients carry to it. */
export interface FrontDoor {
  /** As `fetch`; the address counts from the path on. */
  readonly fetch: (request: Request) => Promise<Response>
  readonly prisma: Database['prisma']
  readonly tokens: () => Promise<Tokens>
}

export interface Tokens {
  /** Scope credits:write. */
  readonly writer: string
  /** Scope account:support. */
  readonly support: string
  readonly own: (account: string) => string
}

/** The gateway as any client meets it: writes and reads through GraphQL, and reads through every legacy shape. */
export function gatewayLedger({ fetch, prisma, tokens }: FrontDoor): LedgerUnderTest {
  let turns = 0

  const get = async (account: string, path: string) => {
    const authorization = `Bearer ${(await tokens()).own(account)}`
    const response = await fetch(new Request(`${address}${path}`, { headers: { authorization } }))
    if (response.status !== 200) throw new Error(`${path} answers ${response.status}: ${await response.text()}`)
    return response.json()
  }
  const graph = async (token: string, query: string, variables: object) => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
    const body = JSON.stringify({ query, variables })
    return fetch(new Request(`${address}/graphql`, { method: 'POST', headers, body }))
  }

  const faces: readonly ((account: string) => Promise<Reading>)[] = [
    async (account) => {
      const response = await graph((await tokens()).support, viewerQuery, { account })
      const { data, errors } = await response.json()
      if (errors) throw new Error(`account answers ${JSON.stringify(errors)}`)
      return { face: 'the graph', pools: poolsOfGraph(data.account.credits) }
    },
    async (account) => {
      const { user } = await get(account, '/v1/account/profile')
      const [available, held] = [micro(user.balance_eur), micro(user.held_eur)]
      return { face: 'account-profile', pools: [{ pool: 'WALLET', available, held }] }
    },
    async (account) => {
      const { plan } = (await get(account, '/user/info')).user
      const windows = [
        ['MONTHLY', plan?.totalMonthlyCredits, plan?.remainingMonthlyCredits],
        ['ADDITIONAL', plan?.maxAdditionalCredits, plan?.remainingAdditionalCredits],
      ] as const
      const shown = windows.flatMap(([pool, total, available]) =>
        total === undefined ? [] : [{ pool, total: BigInt(total), available: BigInt(available) }],
      )
      return { face: 'user-info', pools: shown }
    },
    async (account) => {
      const { permanent_credit_balance: credits } = await get(account, '/api/v1/users/me')
      return { face: 'users-me', pools: [{ pool: 'PERMANENT', available: BigInt(credits) }] }
    },
  ]

  return {
    send: async (key, operation) => {
      const { name, input, subject } = asked(operation)
      const query = `mutation ($input: ${name[0]?.toUpperCase()}${name.slice(1)}Input!) {
        done: ${name}(input: $input) { ${subject} entries { id pool source destination amount { eur credits } occurredAt }
          userErrors { code field } } }`
      const response = await graph((await tokens()).writer, query, { input: { ...input, idempotencyKey: key } })
      return told(response.status, await response.text(), operation)
    },
    read: (account) => {
      turns += 1
      return (faces[turns % faces.length] ?? faces[0])?.(account) ?? Promise.reject(new Error('There are faces.'))
    },
    readEverywhere: (account) => Promise.all(faces.map((face) => face(account))),
    differences: () => audit(prisma),
    effects: async (accounts) => {
      const rows = await prisma.$queryRaw<{ key: string }[]>`SELECT key FROM idempotency_records
        WHERE outcome ? 'first' AND account_id = ANY(${[...accounts]}::uuid[])`
      return rows.map(({ key }) => key)
    },
    grantsLeft: (account) => prisma.$queryRaw<GrantLeft[]>`SELECT pool::text AS pool, remaining AS left, held
      FROM credit_grants WHERE account_id = ${account}::uuid AND remaining > 0 ORDER BY sequence`,
  }
}

const address = 'http://gateway.test'

const grantFields =
  'grant { id pool kind amount { eur credits } remaining { eur credits } priority effectiveAt expiresAt }'
const holdFields = `hold { id pools state amount { eur credits } captured { eur credits } expiresAt endedAt createdAt }`

const viewerQuery = `query ($account: UUID!) { account(by: { accountId: $account }) { credits {
  wallet { available held posted } permanent monthly { total remaining } additional { total remaining }
  ${['WALLET', 'PERMANENT', 'MONTHLY', 'ADDITIONAL']
    .map((pool) => `${pool}: statement(pool: ${pool}) { held { eur credits } available { eur credits } }`)
    .join(' ')} } } }`

/** The mutation an operation is, its input but for the key, and what it answers beside the entries. */
function asked(operation: Operation): { name: string; input: object; subject: string } {
  const account = { accountId: operation.account }
  switch (operation.verb) {
    case 'grant': {
      const { pool, kind, priority, effectiveAt, expiresAt } = operation
      const amount = quantity(operation.amount, pool === 'WALLET')
      const input = { account, pool, amount, kind, priority, effectiveAt, expiresAt }
      return { name: 'grantCredits', input, subject: grantFields }
    }
    case 'hold':
    case 'consume': {
      const { verb, pools } = operation
      const isEur = pools.includes('WALLET')
      // Where an amount comes from without being told is said by leaving it out.
      const named = isEur || pools.join() === 'MONTHLY,ADDITIONAL' ? {} : { pools }
      const input = { account, amount: quantity(operation.amount, isEur), ...named }
      return verb === 'hold'
        ? { name: 'holdCredits', input: { ...input, ttlSeconds: operation.ttlSeconds }, subject: holdFields }
        : { name: 'consumeCredits', input, subject: '' }
    }
    case 'capture': {
      const { hold, amount } = operation
      const part = amount === null ? {} : { amount: quantity(amount, hold.isEur) }
      return { name: 'captureHold', input: { holdId: hold.id, ...part }, subject: holdFields }
    }
    case 'release':
      return { name: 'releaseHold', input: { holdId: operation.hold.id }, subject: holdFields }
  }
}

function told(status: number, text: string, operation: Operation): Outcome | 'again' {
  // What stands before the gateway, or is left of it, may say anything.
  if (status >= 500) return 'again'
  const { data, errors } = JSON.parse(text)
  if (errors) return { text, refused: errors[0].extensions.code }
  const { userErrors, entries, hold } = data.done
  const [refusal] = userErrors
  if (refusal?.code === 'CONFLICT' && refusal.field === 'idempotencyKey') return 'again'
  if (refusal) return { text, refused: refusal.code }
  return {
    text,
    place: placeOf(entries.at(0)?.id),
    last: placeOf(entries.at(-1)?.id),
    at: new Date(entries[0].occurredAt),
    holdId: operation.verb === 'hold' ? hold.id : null,
    moves: entries.map(
      ({ pool, source, destination, amount }: Record<'pool' | 'source' | 'destination', string> & { amount: Amount }) =>
        ({ pool, source, destination, amount: unitless(amount) }) as Move,
    ),
  }
}

/** The graph's ids carry the number of the row they name. */
function placeOf(id: string): bigint {
  return BigInt(Buffer.from(id, 'base64').toString().split(':').at(-1) ?? '')
}

interface Amount {
  readonly eur: string | null
  readonly credits: number | null
}

interface ShownWindow {
  readonly total: number
  readonly remaining: number
}

type ShownCredits = {
  readonly wallet: Readonly<Record<'available' | 'held' | 'posted', string>>
  readonly permanent: number
  readonly monthly: ShownWindow | null
  readonly additional: ShownWindow | null
} & Readonly<Record<Pool, { readonly held: Amount; readonly available: Amount }>>

function poolsOfGraph({ wallet, permanent, monthly, additional, ...statements }: ShownCredits): ShownPool[] {
  const windows = Object.entries({ MONTHLY: monthly, ADDITIONAL: additional }) as [Pool, ShownWindow | null][]
  const stated = Object.entries(statements) as [Pool, { held: Amount; available: Amount }][]
  const totals = new Map(windows.flatMap(([pool, shown]) => (shown ? [[pool, { total: BigInt(shown.total) }]] : [])))
  return [
    { pool: 'WALLET', available: micro(wallet.available), held: micro(wallet.held), posted: micro(wallet.posted) },
    { pool: 'PERMANENT', available: BigInt(permanent) },
    ...windows.flatMap(([pool, shown]) =>
      shown ? [{ pool, total: BigInt(shown.total), available: BigInt(shown.remaining) }] : [],
    ),
    ...stated.map(([pool, { held, available }]) => ({
      pool,
      available: unitless(available),
      held: unitless(held),
      ...totals.get(pool),
    })),
  ]
}

function unitless({ eur, credits }: Amount): bigint {
  return eur === null ? BigInt(credits ?? 0) : micro(eur)
}

function quantity(amount: bigint, isEur: boolean): { eur: string } | { credits: number } {
  return isEur
    ? { eur: `${amount / 1_000_000n}.${String(amount % 1_000_000n).padStart(6, '0')}` }
    : { credits: Number(amount) }
}

/** Six decimals, as text, to micro-EUR. */
function micro(text: string): bigint {
  return BigInt(text.replace('.', ''))
}
