import { Refusal } from '../domain/refusal.ts'
import { type Counted, windowSeconds } from './counter.ts'
import type { Party, Policy, Rates } from './rates.ts'

/** What one request has been counted as, so far. */
export interface Tally {
  /**
   * Counts the request against each party, in this order, and stops at the first that has had too many: what the ones
   * before it were charged here is given back. Refused or not, it stays charged to that one.
   *
   * @param now the request's instant, for when the caller may come again.
   * @throws Refusal RATE_LIMITED.
   */
  count(parties: readonly Party[], now: Date): Promise<void>
  /** Counts `times` more against everybody it has been counted against. @throws Refusal RATE_LIMITED. */
  countAgain(times: number, now: Date): Promise<void>
  /** The same, but refuses nothing: what it is too much for is the next request. */
  charge(times: number): Promise<void>
  /** Takes back what it was counted as so far, for a caller who turns out to have a bound of its own. */
  countNothing(): Promise<void>
  /** False once any of it was counted by this gateway alone, as it could not be counted for all together. */
  readonly isShared: boolean
  /** `RateLimit-Policy` and `RateLimit` (draft-ietf-httpapi-ratelimit-headers-10), a member for each party. */
  headers(): Readonly<Record<string, string>>
}

export function createTally(rates: Rates): Tally {
  const parties: Party[] = []
  const counts = new Map<Policy, Counted>()
  let isShared = true

  async function add(party: Party, cost: number): Promise<Counted | null> {
    const counted = await rates.count(party, cost)
    if (counted === null) return null
    counts.set(party.policy, counted)
    isShared &&= counted.isShared
    return counted
  }

  async function giveBack(party: Party, cost: number): Promise<void> {
    await rates.giveBack(party, cost)
    const counted = counts.get(party.policy)
    if (counted) counts.set(party.policy, { ...counted, remaining: counted.remaining + cost })
  }

  /** All or, but for whom it is too much, nobody. */
  async function addAll(all: readonly Party[], cost: number, now: Date): Promise<void> {
    for (const [index, party] of all.entries()) {
      const counted = await add(party, cost)
      if (!counted?.isExceeded) continue
      await Promise.all(all.slice(0, index).map((one) => giveBack(one, cost)))
      throw tooMany(counted, now)
    }
  }

  return {
    get isShared() {
      return isShared
    },
    count: async (added, now) => {
      parties.push(...added)
      await addAll(added, 1, now)
    },
    countAgain: (times, now) => addAll(parties, times, now),
    charge: async (times) => {
      for (const party of parties) await add(party, times)
    },
    countNothing: async () => {
      const before = parties.splice(0)
      for (const { policy } of before) counts.delete(policy)
      await Promise.all(before.map((party) => rates.giveBack(party, 1)))
    },
    headers: () => {
      if (counts.size === 0) return {}
      const members = (write: (counted: Counted) => string) =>
        [...counts].map(([policy, counted]) => `"${policy}";${write(counted)}`).join(', ')
      return {
        'ratelimit-policy': members(({ limit }) => `q=${limit};w=${windowSeconds}`),
        ratelimit: members(({ remaining, resetSeconds }) => `r=${remaining};t=${resetSeconds}`),
      }
    },
  }
}

function tooMany({ limit, resetSeconds }: Counted, now: Date): Refusal {
  const resetsAt = new Date(now.getTime() + resetSeconds * 1000)
  const message = `Too many requests: the next one is welcome in ${resetSeconds} s.`
  return new Refusal('RATE_LIMITED', message, { retryAfter: resetSeconds, rate: { limit, remaining: 0, resetsAt } })
}
