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

  function note({ policy }: Party, counted: Counted): void {
    counts.set(policy, counted)
    isShared &&= counted.isShared
  }

  async function giveBack(party: Party, cost: number): Promise<void> {
    await rates.giveBack(party, cost)
    const counted = counts.get(party.policy)
    if (counted) counts.set(party.policy, { ...counted, remaining: counted.remaining + cost })
  }

  /** All or, but for whom it is too much, nobody. */
  async function addAll(all: readonly Party[], cost: number, now: Date): Promise<void> {
    for (const party of all) {
      const counting = rates.count(party, cost)
      if (counting === null) continue
      const counted = await counting
      note(party, counted)
      if (!counted.isExceeded) continue
      await Promise.all(all.slice(0, all.indexOf(party)).map((one) => giveBack(one, cost)))
      throw tooMany(party.policy, counted, now)
    }
  }

  return {
    get isShared() {
      return isShared
    },
    count: (added, now) => {
      parties.push(...added)
      return addAll(added, 1, now)
    },
    countAgain: (times, now) => addAll(parties, times, now),
    charge: async (times) => {
      for (const party of parties) {
        const counted = await rates.count(party, times)
        if (counted !== null) note(party, counted)
      }
    },
    countNothing: async () => {
      const before = parties.splice(0)
      for (const { policy } of before) counts.delete(policy)
      await Promise.all(before.map((party) => rates.giveBack(party, 1)))
    },
    headers: () => {
      if (counts.size === 0) return {}
      let [policies, standings] = ['', '']
      for (const [policy, { limit, remaining, resetSeconds }] of counts) {
        const comma = policies === '' ? '' : ', '
        policies += `${comma}"${policy}";q=${limit};w=${windowSeconds}`
        standings += `${comma}"${policy}";r=${remaining};t=${resetSeconds}`
      }
      return { 'ratelimit-policy': policies, ratelimit: standings }
    },
  }
}

function tooMany(policy: Policy, { limit, resetSeconds }: Counted, now: Date): Refusal {
  const resetsAt = new Date(now.getTime() + resetSeconds * 1000)
  const message = `Too many requests: the next one is welcome in ${resetSeconds} s.`
  const rate = { policy, limit, remaining: 0, resetsAt }
  return new Refusal('RATE_LIMITED', message, { retryAfter: resetSeconds, rate })
}
