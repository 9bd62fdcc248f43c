import { setTimeout } from 'node:timers/promises'

/** The four pools; EUR (in micro-EUR) for the wallet, whole credits elsewhere. */
export const pools = ['WALLET', 'PERMANENT', 'MONTHLY', 'ADDITIONAL'] as const
export type Pool = (typeof pools)[number]

export type GrantKind = 'PAID' | 'PROMOTIONAL' | 'TRIAL' | 'PLAN'

/** What a client may ask of a ledger, in smallest units. */
export type Operation =
  | {
      readonly verb: 'grant'
      readonly account: string
      readonly pool: Pool
      readonly amount: bigint
      readonly kind: GrantKind
      readonly priority: number
      readonly effectiveAt: Date | null
      readonly expiresAt: Date | null
    }
  | {
      readonly verb: 'hold'
      readonly account: string
      /** In the order they are spent from. */
      readonly pools: readonly Pool[]
      readonly amount: bigint
      readonly ttlSeconds: number
    }
  | {
      readonly verb: 'capture'
      readonly account: string
      readonly hold: HoldName
      /** Null: all of it. */
      readonly amount: bigint | null
    }
  | { readonly verb: 'release'; readonly account: string; readonly hold: HoldName }
  | { readonly verb: 'consume'; readonly account: string; readonly pools: readonly Pool[]; readonly amount: bigint }

/** A hold as its ledger names it, and what it is counted in. */
export interface HoldName {
  readonly id: string
  readonly isEur: boolean
}

/** One movement, as an answer tells it. */
export interface Move {
  readonly pool: Pool
  readonly source: string
  readonly destination: string
  readonly amount: bigint
}

/** What came of an operation. The same key must get the same `text`, whenever it asks. */
export type Outcome = Done | Refused

export interface Done {
  readonly text: string
  /** Where it stands among everything that ever happened to its account: the number of its first entry. */
  readonly place: bigint
  readonly last: bigint
  /** When the ledger decided it. */
  readonly at: Date
  /** Of a hold taken. */
  readonly holdId: string | null
  /** Null where a ledger does not tell. */
  readonly moves: readonly Move[] | null
  readonly refused?: undefined
}

export interface Refused {
  readonly text: string
  /** The code. */
  readonly refused: string
}

/** What is shown of a pool at one instant; undefined: this face does not show it. */
export interface ShownPool {
  readonly pool: Pool
  readonly available: bigint
  readonly held?: bigint
  readonly posted?: bigint
  /** Of a window. */
  readonly total?: bigint
}

/** One answer to somebody who looks. */
export interface Reading {
  /** Where they looked, for the report. */
  readonly face: string
  readonly pools: readonly ShownPool[]
}

export interface GrantLeft {
  readonly pool: Pool
  readonly left: bigint
  readonly held: bigint
}

/** Any ledger that is to keep the promises of this suite. */
export interface LedgerUnderTest {
  /** Asks once. 'again': the key is in flight, or the ledger out of reach; ask with the same key. */
  send(key: string, operation: Operation): Promise<Outcome | 'again'>
  /** Looks, at one face after the other. */
  read(account: string): Promise<Reading>
  /** Looks at every face. */
  readEverywhere(account: string): Promise<readonly Reading[]>
  /** Where its own tables disagree with one another, in words. */
  differences(): Promise<readonly string[]>
  /** The keys of every effect its tables know of these accounts; of one that happened twice, twice. */
  effects(accounts: readonly string[]): Promise<readonly string[]>
  /** What its tables say is left of each grant, oldest first; null for a ledger without grants. */
  grantsLeft(account: string): Promise<readonly GrantLeft[] | null>
}

/** Asks until there is an answer, always with the same key, and waits the longer the busier it is. */
export async function ask(ledger: LedgerUnderTest, key: string, operation: Operation): Promise<Outcome> {
  for (let attempt = 1; attempt <= mostAttempts; attempt += 1) {
    const outcome = await ledger.send(key, operation)
    if (outcome !== 'again') return outcome
    await setTimeout(Math.random() * Math.min(1_000, 10 * 2 ** attempt))
  }
  throw new Error(`No answer to ${key} in ${mostAttempts} attempts.`)
}

const mostAttempts = 200

/** What nobody may ever see, in words; `floor` is the lowest available the wallet may show. */
export function wrongIn({ face, pools }: Reading, account: string, floor: bigint): string[] {
  return pools.flatMap((shown) => {
    const { pool, available, held, posted, total } = shown
    const lowest = pool === 'WALLET' ? floor : 0n
    return [
      ...(available < lowest ? [`available below ${lowest}`] : []),
      ...(held !== undefined && held < 0n ? ['held below nought'] : []),
      ...(held !== undefined && posted !== undefined && available + held !== posted
        ? ['available + held ≠ posted']
        : []),
      ...(total !== undefined && available > total ? ['more than the total'] : []),
    ].map((what) => `${account} ${face}: ${what}: ${inWords(shown)}`)
  })
}

/** For reports: JSON knows no bigint. */
export function inWords(value: unknown): string {
  return JSON.stringify(value, (_key, one: unknown) => (typeof one === 'bigint' ? `${one}` : one))
}
