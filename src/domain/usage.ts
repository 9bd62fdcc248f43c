import type { Limit } from './limit.ts'

export const usageMeters = ['SPANS', 'AGENTS'] as const
export type UsageMeterName = (typeof usageMeters)[number]

/** What a meter has counted in one period; without an end it counts on until the subscription changes. */
export interface UsageCount {
  readonly meter: UsageMeterName
  readonly periodStart: Date
  readonly periodEnd: Date | null
  readonly used: number
}

/** A count whose period is over counts no more: its meter has started again at nought. */
export function isCounting({ periodEnd }: UsageCount, now: Date): boolean {
  return periodEnd === null || periodEnd > now
}

export interface UsageMeter {
  readonly used: number
  readonly limit: Limit
  /** Null when unlimited. */
  readonly remaining: number | null
  /** 0 to 100, two decimals. */
  readonly percent: number
  readonly resetsAt: Date | null
  readonly overLimit: boolean
}

export interface Usage {
  readonly spans: UsageMeter
  readonly agents: UsageMeter
}

export function meterOf(used: number, limit: Limit, resetsAt: Date | null): UsageMeter {
  return {
    used,
    limit,
    remaining: limit === 'unlimited' ? null : Math.max(0, limit - used),
    percent: percentOf(used, limit),
    resetsAt,
    overLimit: limit !== 'unlimited' && used > limit,
  }
}

/** min(100, 100·used/limit to two decimals, halves up); 0 without a limit (contract, user-profile). */
function percentOf(used: number, limit: Limit): number {
  if (limit === 'unlimited' || limit <= 0) return 0
  // Whole hundredths in bigint: the product leaves the safe integers long before the counts do.
  const hundredths = (BigInt(used) * 20_000n + BigInt(limit)) / (BigInt(limit) * 2n)
  return Number(hundredths > 10_000n ? 10_000n : hundredths) / 100
}
