import { ask, inWords, type LedgerUnderTest, type Operation, type Outcome, type Pool } from './operations.ts'

/** A wallet with nothing in it and no credit limit, and how many may ask of it at once. */
export interface Stage {
  readonly ledger: LedgerUnderTest
  readonly account: string
  readonly width: number
}

/** What each promise says of a ledger that breaks it; nothing of one that keeps it. */
export type Kept = readonly string[]

const eur = 1_000_000n

/** One key, used many times at once, has one effect and one answer. */
export async function equalKeys(stage: Stage, verb: 'grant' | 'hold' | 'consume', times = 64): Promise<Kept> {
  const { ledger, account } = stage
  // Two grants, so that what is spent is told in more than one entry.
  await give(stage, 5n * eur)
  await give(stage, 95n * eur)
  const operation = {
    grant: granted(account, 7n * eur),
    hold: held(account, 7n * eur),
    consume: consumed(account, 7n * eur),
  }[verb]
  const sent = await together(stage, times, () => ledger.send('equal', operation))
  const later = await together({ width: 1 }, times, () => ask(ledger, 'equal', operation))
  const answers = new Set([...sent, ...later].map((outcome) => (outcome === 'again' ? 'again' : outcome.text)))
  answers.delete('again')
  const right = { grant: [107n, 0n], hold: [93n, 7n], consume: [93n, 0n] }[verb]
  return [
    ...(answers.size === 1 ? [] : [`${answers.size} answers to one key`]),
    ...(await shows(stage, 'WALLET', (right[0] ?? 0n) * eur, (right[1] ?? 0n) * eur)),
  ]
}

/** Of 100 there are ten tens, whoever is first. */
export async function fortyHolds(stage: Stage): Promise<Kept> {
  const { ledger, account } = stage
  await give(stage, 100n * eur)
  const outcomes = await together(stage, 40, (index) => ask(ledger, `ten-${index}`, held(account, 10n * eur)))
  return [
    ...counts(outcomes, { done: 10, INSUFFICIENT_CREDITS: 30 }),
    ...(await shows(stage, 'WALLET', 0n, 100n * eur)),
  ]
}

/** Nothing given at once is lost. */
export async function manyGrants(stage: Stage, times = 500): Promise<Kept> {
  const { ledger, account } = stage
  await give(stage, 1n)
  const outcomes = await together(stage, times, (index) => ask(ledger, `one-${index}`, granted(account, 1n)))
  return [...counts(outcomes, { done: times }), ...(await shows(stage, 'WALLET', BigInt(times) + 1n, 0n))]
}

/** A hold that is captured and released at once ends in one of the two ways. */
export async function captureAgainstRelease(stage: Stage, pairs = 50): Promise<Kept> {
  const { ledger, account } = stage
  await give(stage, BigInt(pairs) * eur)
  const holds = await together(stage, pairs, (index) => ask(ledger, `pair-${index}`, held(account, eur)))
  const ends = await together(stage, pairs * 2, (index) => {
    const outcome = holds[index >> 1]
    const id = outcome?.refused === undefined ? (outcome?.holdId ?? '') : ''
    const hold = { account, hold: { id, isEur: true } }
    return index % 2 === 0
      ? ask(ledger, `capture-${index}`, { verb: 'capture', ...hold, amount: null })
      : ask(ledger, `release-${index}`, { verb: 'release', ...hold })
  })
  const captured = ends.filter(({ refused }, index) => refused === undefined && index % 2 === 0).length
  return [
    ...counts(holds, { done: pairs }),
    ...holds.flatMap((_, pair) => counts(ends.slice(2 * pair, 2 * pair + 2), { done: 1, HOLD_CLOSED: 1 })),
    ...(await shows(stage, 'WALLET', BigInt(pairs - captured) * eur, 0n)),
  ]
}

/** An account's windows, at their totals. */
export interface Windows {
  readonly MONTHLY: bigint
  readonly ADDITIONAL: bigint
}

/** Holds that rest on two pools take every last credit of both, and give back of both what is not spent. */
export async function spanningHolds(stage: Stage, windows: Windows): Promise<Kept> {
  const { ledger, account } = stage
  const pools: readonly Pool[] = ['MONTHLY', 'ADDITIONAL']
  // The monthly credits are no multiple of a hold, so one of the holds begins there and ends in the additional ones.
  const size = 7n
  const fitting = Number((windows.MONTHLY + windows.ADDITIONAL) / size)
  const outcomes = await together(stage, fitting * 2, (index) =>
    ask(ledger, `span-${index}`, { verb: 'hold', account, pools, amount: size, ttlSeconds: 900 }),
  )
  const rest = windows.MONTHLY + windows.ADDITIONAL - size * BigInt(fitting)
  const full = [
    ...counts(outcomes, { done: fitting, INSUFFICIENT_CREDITS: fitting }),
    ...(await shows(stage, 'MONTHLY', 0n, windows.MONTHLY)),
    ...(await shows(stage, 'ADDITIONAL', rest, windows.ADDITIONAL - rest)),
  ]
  const taken = outcomes.flatMap((outcome) => (outcome.refused === undefined ? [outcome] : []))
  const spanning = taken.filter(({ moves }) => new Set(moves?.map(({ pool }) => pool)).size === 2)
  const spent = await together(stage, taken.length, (index) => {
    const hold = { id: taken[index]?.holdId ?? '', isEur: false }
    return ask(ledger, `spent-${index}`, { verb: 'capture', account, hold, amount: 1n })
  })
  // One credit of each hold is spent: of the spanning one a monthly credit, for it comes first.
  const onMonthly = taken.filter(({ moves }) => moves?.[0]?.pool === 'MONTHLY').length
  return [
    ...full,
    ...(spanning.length === 1 ? [] : [`${spanning.length} holds span both pools`]),
    ...counts(spent, { done: fitting }),
    ...(await shows(stage, 'MONTHLY', windows.MONTHLY - BigInt(onMonthly), 0n)),
    ...(await shows(stage, 'ADDITIONAL', windows.ADDITIONAL - BigInt(fitting - onMonthly), 0n)),
  ]
}

function granted(account: string, amount: bigint): Operation {
  const plain = { pool: 'WALLET', kind: 'PAID', priority: 50, effectiveAt: null, expiresAt: null } as const
  return { verb: 'grant', account, amount, ...plain }
}

function held(account: string, amount: bigint): Operation {
  return { verb: 'hold', account, pools: ['WALLET'], amount, ttlSeconds: 900 }
}

function consumed(account: string, amount: bigint): Operation {
  return { verb: 'consume', account, pools: ['WALLET'], amount }
}

/** What a stage begins with. */
async function give({ ledger, account }: Stage, amount: bigint): Promise<void> {
  const outcome = await ask(ledger, `beginning with ${amount}`, granted(account, amount))
  if (outcome.refused !== undefined) throw new Error(`Nothing to begin with: ${outcome.text}`)
}

/** So many askers, all at once or as many as the stage is wide. */
async function together<T>(
  { width }: Pick<Stage, 'width'>,
  times: number,
  ask: (index: number) => Promise<T>,
): Promise<T[]> {
  const answers: T[] = []
  let next = 0
  const asker = async () => {
    while (next < times) {
      const index = next
      next += 1
      answers[index] = await ask(index)
    }
  }
  await Promise.all(Array.from({ length: Math.min(width, times) }, asker))
  return answers
}

function counts(outcomes: readonly Outcome[], right: Readonly<Record<string, number>>): Kept {
  const counted: Record<string, number> = {}
  for (const { refused = 'done' } of outcomes) counted[refused] = (counted[refused] ?? 0) + 1
  const kinds = new Set([...Object.keys(right), ...Object.keys(counted)])
  return [...kinds]
    .filter((kind) => (counted[kind] ?? 0) !== (right[kind] ?? 0))
    .map((kind) => `${counted[kind] ?? 0} × ${kind} instead of ${right[kind] ?? 0}`)
}

async function shows({ ledger, account }: Stage, pool: Pool, available: bigint, held: bigint): Promise<Kept> {
  const readings = await ledger.readEverywhere(account)
  return readings.flatMap(({ face, pools }) =>
    pools
      .filter((shown) => shown.pool === pool)
      .filter((shown) => shown.available !== available || (shown.held ?? held) !== held)
      .map((shown) => `${face} shows ${inWords(shown)} instead of ${available} available and ${held} held`),
  )
}
