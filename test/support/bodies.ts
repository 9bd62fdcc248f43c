import fc from 'fast-check'
import type { LegacySystemName } from './legacy-people.ts'

/** A body as it is written: keys in their order, each value a piece of JSON or an object of further keys. */
export type Written = readonly (readonly [key: string, value: string | Written])[]

/** A body a shape may answer with, made from the contract's rules and not by our encoder. */
export interface Body {
  readonly system: LegacySystemName
  readonly id: string
  readonly email: string
  readonly written: Written
  readonly text: string
  /** The interesting states it is in, so that a test can count them. */
  readonly shows: readonly string[]
}

/** Whose body; left out, anybody's. */
export interface Who {
  readonly id?: string
  readonly email?: string
  /** Systems that say this are never linked. */
  readonly verified?: true
}

/** Canonical bodies of one shape, true at `now`. */
export function canonicalBodies(system: LegacySystemName, now: Date, who: Who = {}): fc.Arbitrary<Body> {
  return makers[system](now, who).map(({ id, email, written, shows }) => ({
    system,
    id,
    email,
    written,
    text: textOf(written),
    shows: Object.entries(shows).flatMap(([state, isSo]) => (isSo ? [state] : [])),
  }))
}

export function textOf(written: string | Written): string {
  if (typeof written === 'string') return written
  return `{${written.map(([key, value]) => `${quoted(key)}:${textOf(value)}`).join(',')}}`
}

/** JSON text of a string: what must be escaped is, nothing else (contract, wire profile). */
export const quoted = (text: string) => JSON.stringify(text)

interface Draft {
  readonly id: string
  readonly email: string
  readonly written: Written
  readonly shows: Readonly<Record<string, boolean>>
}

const orNull = (lexeme: string | null) => lexeme ?? 'null'
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null, freq: 2 })

/** Any text a database can keep: no U+0000, no half of a surrogate pair. */
export const anyText = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      'Jane',
      'Doe',
      'Ada Lovelace',
      'Zoë  Ωmega',
      '/"\\\b\u001f\u2028',
      '  ',
      '',
      'x'.repeat(300),
    ),
  },
  { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 20 }).map((text) => text.replaceAll('\0', '')) },
)
const lowerCaseText = anyText.map((text) => text.toLowerCase())
const anyId = fc.oneof(
  fc.uuid(),
  fc.uuid().map((id) => id.toUpperCase()),
  fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: 24, maxLength: 24 }),
  fc.string({ minLength: 1, maxLength: 12 }),
)
const anyEmail = fc
  .tuple(
    fc.constantFrom('', 'Ünï.', 'not an address '),
    fc.noBias(fc.uuid()),
    fc.constantFrom('@example.com', '@EXAMPLE.com', ''),
  )
  .map((parts) => parts.join(''))
const flag = fc.boolean().map(String)
const flagOr = (fixed: true | undefined) => (fixed ? fc.constant('true') : flag)

const largest = 2n ** 53n - 1n
const count = fc.oneof(fc.constantFrom(0n, largest), fc.bigInt(0n, 20n), fc.bigInt(0n, 20_000n), fc.bigInt(0n, largest))
const signed = fc.oneof(
  count,
  count.map((amount) => -amount),
)

/** A thousandth of what 64 bits hold of micro-EUR: what a wallet may come with. */
const largestEur = 2n ** 63n / 1000n
const euros = fc.oneof(
  fc.constantFrom(0n, 1n, 999_999n, 1_000_000n, largestEur),
  fc.bigInt(0n, 20_000_000n),
  fc.bigInt(0n, largestEur),
)
const signedEuros = fc.oneof(
  euros,
  euros.map((amount) => -amount),
)

/** Six decimals, written digit by digit. */
export function eurText(amount: bigint): string {
  const digits = String(amount < 0n ? -amount : amount).padStart(7, '0')
  return quoted(`${amount < 0n ? '-' : ''}${digits.slice(0, -6)}.${digits.slice(-6)}`)
}

const day = 86_400_000
const bounds = [Date.parse('0001-01-01T00:00:00.000Z'), Date.parse('9999-12-31T23:59:59.999Z')] as const

/** Instants at the ends of what four digits of a year can say, around `now` to the millisecond, and anywhere. */
function instants(now: Date, step: 1 | 1000): fc.Arbitrary<number> {
  const [earliest, latest] = bounds
  const at = now.getTime()
  return fc
    .oneof(
      {
        weight: 2,
        arbitrary: fc.constantFrom(earliest, latest, at - step, at, at, at + step, at - day, at + day, at + 14 * day),
      },
      { weight: 2, arbitrary: fc.integer({ min: at - 60 * day, max: at + 60 * day }) },
      fc.integer({ min: earliest, max: latest }),
    )
    .map((instant) => Math.floor(instant / step) * step)
}

function instantText(instant: number, step: 1 | 1000): string {
  const text = new Date(instant).toISOString()
  return quoted(step === 1 ? text : text.replace('.000Z', 'Z'))
}

const makers: Readonly<Record<LegacySystemName, (now: Date, who: Who) => fc.Arbitrary<Draft>>> = {
  ACCOUNT_PROFILE: (now, who) =>
    fc
      .record({
        id: who.id ? fc.constant(who.id) : anyId,
        email: who.email ? fc.constant(who.email) : anyEmail,
        verified: flagOr(who.verified),
        balance: signedEuros,
        held: fc.oneof({ weight: 2, arbitrary: fc.constant(0n) }, { weight: 3, arbitrary: euros }),
        pending: maybe(euros),
        limit: fc.oneof(fc.constant(0n), count),
        expires: maybe(instants(now, 1000)),
        created: instants(now, 1000),
        name: maybe(anyText),
        notice: flag,
        optIn: flag,
        twoFactor: flag,
        providers: fc.constantFrom(null, ['google'], ['github'], ['google', 'github'], ['gitlab', 'ssö']),
      })
      .map((one) => {
        const pending = one.verified === 'true' ? null : one.pending
        const user: Written = [
          ['balance_eur', eurText(one.balance)],
          ['created_at', instantText(one.created, 1000)],
          ['credit_limit_cents', String(one.limit)],
          ['credits_expire_at', orNull(one.expires === null ? null : instantText(one.expires, 1000))],
          ['email', quoted(one.email)],
          ['email_verified', one.verified],
          ...(pending === null ? [] : [['free_trial_pending_eur', eurText(pending)] as const]),
          ['held_eur', eurText(one.held)],
          ['id', quoted(one.id)],
          ['name', orNull(one.name === null ? null : quoted(one.name))],
          ['pending_credit_notice', one.notice],
          ['prompt_analysis_opt_in', one.optIn],
          ['providers', JSON.stringify(one.providers)],
          ['two_factor_enabled', one.twoFactor],
        ]
        const posted = one.balance + one.held
        return {
          id: one.id,
          email: one.email,
          written: [['user', user]],
          shows: {
            'a negative wallet': one.balance < 0n,
            'an owed wallet': posted < 0n,
            'a hold beyond the balance': one.held > posted && posted > 0n,
            'a hold': one.held > 0n,
            'a pending trial': pending !== null,
            'credits that will expire': posted > 0n && one.expires !== null && one.expires > now.getTime(),
            'credits past their expiry': posted > 0n && one.expires !== null && one.expires <= now.getTime(),
            'an expiry with nothing to expire': posted <= 0n && one.expires !== null,
            'no name': one.name === null,
          },
        }
      }),

  USERS_ME: (now, who) =>
    fc
      .record({
        id: who.id ? fc.constant(who.id) : anyId,
        email: who.email ? fc.constant(who.email) : anyEmail,
        name: maybe(anyText),
        active: flag,
        role: fc.oneof(fc.constantFrom('user', 'admin', 'Auditor'), anyText),
        tier: fc.constantFrom('developer', 'pro'),
        status: fc.oneof(
          fc.constantFrom('active', 'inactive', 'past_due', 'canceled', 'trialing', 'unpaid', 'incomplete', 'paused'),
          lowerCaseText,
        ),
        end: maybe(instants(now, 1000)),
        credits: signed,
        lastFour: maybe(fc.oneof(fc.constantFrom('7x9z', ''), anyText)),
        // Unique, as the contract has it.
        code: fc.tuple(fc.constantFrom('dc_', 'Zoë ', ''), fc.noBias(fc.uuid())).map((parts) => parts.join('')),
      })
      .map((one) => ({
        id: one.id,
        email: one.email,
        written: [
          ['id', quoted(one.id)],
          ['email', quoted(one.email)],
          ['full_name', orNull(one.name === null ? null : quoted(one.name))],
          ['is_active', one.active],
          ['role', quoted(one.role)],
          ['subscription_tier', quoted(one.tier)],
          ['subscription_status', quoted(one.status)],
          ['current_period_end', one.tier === 'pro' && one.end !== null ? instantText(one.end, 1000) : 'null'],
          ['permanent_credit_balance', String(one.credits)],
          ['api_key_last_four', orNull(one.lastFour === null ? null : quoted(one.lastFour))],
          ['referral_code', quoted(one.code)],
        ],
        shows: {
          'a pro with a period': one.tier === 'pro' && one.end !== null,
          'a developer': one.tier === 'developer',
          'owed credits': one.credits < 0n,
          'a status of its own': !/^(active|inactive|past_due|canceled|trialing|unpaid|incomplete|paused)$/.test(
            one.status,
          ),
          'a key': one.lastFour !== null,
          'no name': one.name === null,
        },
      })),

  USER_PROFILE: (now, who) =>
    fc
      .record({
        id: who.id ? fc.constant(who.id) : anyId,
        email: who.email ? fc.constant(who.email) : anyEmail,
        verified: flagOr(who.verified),
        first: anyText,
        last: anyText,
        image: maybe(anyText),
        company: maybe(anyText),
        provider: fc.constantFrom('local', 'google', 'github'),
        active: flag,
        admin: flag,
        created: instants(now, 1),
        updated: instants(now, 1),
        plan: fc.constantFrom('trial', 'starter', 'pro'),
        status: fc.constantFrom('trialing', 'active', 'canceled', 'past_due'),
        used: count,
        ownLimit: maybe(fc.oneof(fc.constant(-1n), count)),
        limits: fc.array(fc.oneof(fc.constantFrom(-1n, 0n, 14n, 10_000n), count), { minLength: 4, maxLength: 4 }),
        flags: fc.array(flag, { minLength: 10, maxLength: 10 }),
        support: fc.constantFrom('community', 'email', 'priority'),
        cancels: flag,
        end: maybe(instants(now, 1)),
        trialEnd: maybe(instants(now, 1)),
        agents: count,
        keys: count,
      })
      .map((one) => {
        const [spans = 0n, agents = 0n, retention = 0n, trialDays = 0n] = one.limits
        const limit = one.ownLimit ?? spans
        const percent = percentText(one.used, limit)
        const trial: Written = one.plan === 'trial' ? trialText(one.trialEnd, one.status, now) : []
        const switches = [
          'alerts',
          'evaluations',
          'exports',
          'deepSearch',
          'semanticSearch',
          'smartSearch',
          'customLLMLogic',
          'modelTraining',
          'sso',
          'rbac',
        ]
        const features: Written = [
          ['spans', String(spans)],
          ['agents', String(agents)],
          ['retention', String(retention)],
          ...switches.map((name, index) => [name, one.flags[index] ?? 'false'] as const),
          ['support', quoted(one.support)],
          ['trialDays', String(trialDays)],
        ]
        const names = { trial: 'Free Trial', starter: 'Starter', pro: 'Pro' }
        return {
          id: one.id,
          email: one.email,
          written: [
            ['id', quoted(one.id)],
            ['email', quoted(one.email)],
            ['firstName', quoted(one.first)],
            ['lastName', quoted(one.last)],
            ['name', quoted(one.first === '' || one.last === '' ? one.first + one.last : `${one.first} ${one.last}`)],
            ['image', orNull(one.image === null ? null : quoted(one.image))],
            ['company', orNull(one.company === null ? null : quoted(one.company))],
            ['provider', quoted(one.provider)],
            ['isActive', one.active],
            ['isAdmin', one.admin],
            ['isEmailVerified', one.verified],
            ['createdAt', instantText(one.created, 1)],
            ['updatedAt', instantText(one.updated, 1)],
            [
              'subscription',
              [
                ['plan', quoted(one.plan)],
                ['planName', quoted(names[one.plan as keyof typeof names])],
                ['status', quoted(one.status)],
                ['spansUsed', String(one.used)],
                ['spansLimit', String(limit)],
                ['usagePercentage', percent],
                ['cancelAtPeriodEnd', one.cancels],
                ['currentPeriodEnd', orNull(one.end === null ? null : instantText(one.end, 1))],
                ['features', features],
                ...trial,
              ],
            ],
            [
              'resources',
              [
                ['agentCount', String(one.agents)],
                ['activeApiKeyCount', String(one.keys)],
              ],
            ],
          ],
          shows: {
            'a trial under way': one.plan === 'trial' && one.trialEnd !== null && one.trialEnd > now.getTime(),
            'a trial ending now': one.plan === 'trial' && one.trialEnd === now.getTime(),
            'an expired trial': one.plan === 'trial' && one.trialEnd !== null && one.trialEnd <= now.getTime(),
            'a trial without an end': one.plan === 'trial' && one.trialEnd === null,
            'no trial': one.plan !== 'trial',
            'a broken percentage': percent.includes('.'),
            'usage beyond the limit': limit > 0n && one.used > limit,
            'unlimited spans': limit === -1n,
            'a limit apart from the plan': limit !== spans,
            'a period that is over': one.end !== null && one.end <= now.getTime(),
            'half a name': (one.first === '') !== (one.last === ''),
          },
        }
      }),

  USER_INFO: (now, who) =>
    fc
      .record({
        id: who.id
          ? fc.constant(who.id)
          : fc.oneof(
              fc.uuid(),
              fc.uuid().map((id) => id.toUpperCase()),
            ),
        email: who.email ? fc.constant(who.email) : anyEmail,
        created: instants(now, 1),
        updated: instants(now, 1),
        metered: fc.option(
          fc.record({
            name: fc.oneof(fc.constantFrom('Developer', 'Free Trial', 'Starter', 'Pro', 'Custom', 'string'), anyText),
            monthly: windows,
            additional: maybe(windows),
          }),
          { nil: null, freq: 4 },
        ),
      })
      .map(({ id, email, created, updated, metered }) => {
        const additional: Written = metered?.additional
          ? [
              ['maxAdditionalCredits', String(metered.additional.total)],
              ['remainingAdditionalCredits', String(metered.additional.remaining)],
            ]
          : []
        const plan: Written = metered
          ? [
              [
                'plan',
                [
                  ['name', quoted(metered.name)],
                  ['totalMonthlyCredits', String(metered.monthly.total)],
                  ['remainingMonthlyCredits', String(metered.monthly.remaining)],
                  ...additional,
                ],
              ],
            ]
          : []
        return {
          id,
          email,
          written: [
            [
              'user',
              [
                ['id', quoted(id)],
                ['email', quoted(email)],
                ...plan,
                ['createdAt', instantText(created, 1)],
                ['updatedAt', instantText(updated, 1)],
              ],
            ],
            ['status', [['cost', '0']]],
          ],
          shows: {
            'no metered plan': metered === null,
            'a plan of its own': metered !== null && !/^(Developer|Free Trial|Starter|Pro)$/.test(metered.name),
            'additional credits': metered !== null && metered.additional !== null,
            'an empty window': metered?.monthly.total === 0n,
            'a window partly used': metered !== null && metered.monthly.remaining < metered.monthly.total,
          },
        }
      }),
}

const windows = count.chain((total) =>
  fc.oneof(fc.constant(total), fc.bigInt(0n, total)).map((remaining) => ({ total, remaining })),
)

/** min(100, 100·used/limit) to two decimals, a half rounded up; 0 without a limit. */
function percentText(used: bigint, limit: bigint): string {
  if (limit <= 0n) return '0'
  if (used >= limit) return '100'
  const below = (used * 10_000n) / limit
  const hundredths = 2n * (used * 10_000n - below * limit) >= limit ? below + 1n : below
  const [whole, rest] = [hundredths / 100n, hundredths % 100n]
  if (rest === 0n) return String(whole)
  return rest % 10n === 0n ? `${whole}.${rest / 10n}` : `${whole}.${String(rest).padStart(2, '0')}`
}

/** Days begun and not over; a trial is over at its end; without an end it is over unless it says `trialing`. */
function trialText(end: number | null, status: string, now: Date): Written {
  const left = end === null ? 0n : BigInt(end) - BigInt(now.getTime())
  const days = left <= 0n ? 0n : (left + BigInt(day) - 1n) / BigInt(day)
  return [
    ['trialEndDate', orNull(end === null ? null : instantText(end, 1))],
    ['trialDaysRemaining', String(days)],
    ['trialExpired', String(end === null ? status !== 'trialing' : left <= 0n)],
  ]
}
