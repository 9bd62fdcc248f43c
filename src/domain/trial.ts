export interface Trial {
  readonly endsAt: Date | null
  /** Days begun and not over, 0 once it has ended. */
  readonly daysRemaining: number
  readonly expired: boolean
}

const day = 86_400_000

/** A trial without an end has 0 days left, and is over unless the status says `trialing` (contract, names and trials). */
export function trialOf(endsAt: Date | null, status: string, now: Date): Trial {
  if (endsAt === null) return { endsAt, daysRemaining: 0, expired: status !== 'trialing' }
  const left = endsAt.getTime() - now.getTime()
  return { endsAt, daysRemaining: Math.max(0, Math.ceil(left / day)), expired: left <= 0 }
}
