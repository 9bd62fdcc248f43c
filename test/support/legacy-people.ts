import type { TestApp } from './app.ts'

/** The legacy systems, in the contract's order. */
export const legacySystems = ['ACCOUNT_PROFILE', 'USERS_ME', 'USER_PROFILE', 'USER_INFO'] as const
export type LegacySystemName = (typeof legacySystems)[number]

/** A person some of the systems know, each by its own id. */
export interface Person {
  readonly accountId: string
  readonly email: string
  /** By system; for a system that does not know the person, its id is nobody's. */
  readonly ids: Readonly<Record<LegacySystemName, string>>
}

/** What one person's records say; whatever is left out is plain. */
export interface Records {
  readonly ACCOUNT_PROFILE?: Readonly<Record<string, unknown>>
  readonly USERS_ME?: Readonly<Record<string, unknown>>
  readonly USER_PROFILE?: Readonly<Record<string, unknown>>
  readonly USER_INFO?: Readonly<Record<string, unknown>>
}

/**
 * Brings one person in from the given systems, linked into one account; `number` keeps people apart. The bodies are
 * canonical: keys in the documented order, nothing that an import would have to normalise.
 */
export async function importPerson(
  app: TestApp,
  number: number,
  systems: readonly LegacySystemName[] = legacySystems,
  records: Records = {},
): Promise<Person> {
  const email = `person-${number}@example.com`
  for (const system of systems) {
    const outcome = await app.importBody(system, bodyOf(system, number, records[system]), { linkByEmail: true })
    if (outcome.status === 'refused') throw new Error(`${system} ${number}: ${JSON.stringify(outcome.problems)}`)
  }
  const [first = ''] = systems
  const known = { system: first, legacyId: idOf(legacySystems.indexOf(first as LegacySystemName), number) }
  const { accountId } = await app.database.prisma.legacyIdentity.findFirstOrThrow({ where: known })
  const ids = Object.fromEntries(legacySystems.map((system, index) => [system, idOf(index, number)]))
  return { accountId, email, ids: ids as Person['ids'] }
}

/** A GET body of a system, with some of its keys said otherwise; `undefined` takes a key away. */
export function bodyOf(
  system: LegacySystemName,
  number: number,
  changes: Readonly<Record<string, unknown>> = {},
): string {
  const id = idOf(legacySystems.indexOf(system), number)
  const body = { ...plainBody(system, id, number), ...changes }
  switch (system) {
    case 'ACCOUNT_PROFILE':
      return JSON.stringify({ user: body })
    case 'USER_INFO':
      return JSON.stringify({ user: body, status: { cost: 0 } })
    case 'USERS_ME':
    case 'USER_PROFILE':
      return JSON.stringify(body)
  }
}

/** Every system's ids look different, and USER_PROFILE's are no UUIDs. */
function idOf(system: number, number: number): string {
  const digits = number.toString(16).padStart(12, '0')
  if (legacySystems[system] === 'USER_PROFILE') return `664f1a2b3c4d${digits}`
  return `${String(system + 1).repeat(8)}-0000-4000-8000-${digits}`
}

function plainBody(system: LegacySystemName, id: string, number: number): Readonly<Record<string, unknown>> {
  const email = `person-${number}@example.com`
  switch (system) {
    case 'ACCOUNT_PROFILE':
      return {
        balance_eur: '12.500000',
        created_at: '2026-01-01T08:00:00Z',
        credit_limit_cents: 500,
        credits_expire_at: '2026-12-01T00:00:00Z',
        email,
        email_verified: true,
        free_trial_pending_eur: undefined,
        held_eur: '0.500000',
        id,
        name: 'Ada Lovelace',
        pending_credit_notice: true,
        prompt_analysis_opt_in: true,
        providers: ['google'],
        two_factor_enabled: false,
      }
    case 'USERS_ME':
      return {
        id,
        email,
        full_name: 'Ada Lovelace',
        is_active: true,
        role: 'user',
        subscription_tier: 'pro',
        subscription_status: 'active',
        current_period_end: '2026-05-08T00:00:00Z',
        permanent_credit_balance: 4200,
        api_key_last_four: '7x9z',
        referral_code: `dc_${String(number).padStart(8, '0')}`,
      }
    case 'USER_PROFILE':
      return {
        id,
        email,
        firstName: 'Ada',
        lastName: 'Lovelace',
        name: 'Ada Lovelace',
        image: null,
        company: null,
        provider: 'local',
        isActive: true,
        isAdmin: false,
        isEmailVerified: true,
        createdAt: '2026-01-07T10:00:00.250Z',
        updatedAt: '2026-02-01T15:30:00.500Z',
        subscription: {
          plan: 'trial',
          planName: 'Free Trial',
          status: 'trialing',
          spansUsed: 2500,
          spansLimit: 10000,
          usagePercentage: 25,
          cancelAtPeriodEnd: false,
          currentPeriodEnd: null,
          features: {
            spans: 10000,
            agents: -1,
            retention: -1,
            alerts: true,
            evaluations: true,
            exports: true,
            deepSearch: true,
            semanticSearch: false,
            smartSearch: false,
            customLLMLogic: false,
            modelTraining: false,
            sso: false,
            rbac: false,
            support: 'community',
            trialDays: 14,
          },
          trialEndDate: '2026-02-21T00:00:00.000Z',
          trialDaysRemaining: 14,
          trialExpired: false,
        },
        resources: { agentCount: 3, activeApiKeyCount: 1 },
      }
    case 'USER_INFO':
      return {
        id,
        email,
        plan: {
          name: 'Pro',
          totalMonthlyCredits: 1000,
          remainingMonthlyCredits: 400,
          maxAdditionalCredits: 50,
          remainingAdditionalCredits: 50,
        },
        createdAt: '2025-11-05T06:07:08.009Z',
        updatedAt: '2026-01-20T00:00:00.000Z',
      }
  }
}
