import fc from 'fast-check'
import { anyText, type Body, canonicalBodies, quoted, textOf, type Who, type Written } from './bodies.ts'
import type { LegacySystemName } from './legacy-people.ts'

/** A body that no shape would answer with, mostly still JSON. */
export interface OddBody {
  readonly body: Body
  readonly text: string
  /** What was done to the canonical body, in words. */
  readonly oddities: readonly string[]
}

/** Canonical bodies made odd in one to three places, or as a whole; most of them can still be read. */
export function oddBodies(system: LegacySystemName, now: Date, who: Who = {}): fc.Arbitrary<OddBody> {
  const canonical = canonicalBodies(system, now, who)
  const choice = fc.record({ where: fc.nat(), how: fc.nat(), text: anyText, isNamed: fc.boolean() })
  const choices = fc.array(choice, { minLength: 1, maxLength: 3 })
  const readable = fc.tuple(canonical, choices).map(([body, chosen]) => spoilt(body, chosen, readableWays))
  const harsh = fc.tuple(canonical, choices).map(([body, chosen]) => spoilt(body, chosen.slice(0, 1), harshWays))
  const respelt = canonical.map((body) => ({
    body,
    text: JSON.stringify(JSON.parse(body.text), null, 2),
    oddities: ['spaces'],
  }))
  const noBody = fc.constantFrom('', '[]', 'null', '7', '"x"', '{', '{}', '{"a":1,"a":2}')
  const not = fc.tuple(canonical, noBody).map(([body, text]) => ({ body, text, oddities: [`only ${text}`] }))
  return fc.oneof(
    { weight: 14, arbitrary: readable },
    { weight: 5, arbitrary: harsh },
    { weight: 1, arbitrary: respelt },
    { weight: 1, arbitrary: not },
  )
}

interface Choice {
  readonly where: number
  readonly how: number
  readonly text: string
  /** Prefer a key the contract names an oddity of. */
  readonly isNamed: boolean
}

type Entry = Written[number]

interface Place {
  readonly path: readonly string[]
  readonly value: string | Written
}

interface Way {
  readonly name: string
  readonly entries: readonly Entry[]
}

function spoilt(body: Body, choices: readonly Choice[], waysOf: (place: Place, text: string) => Way[]): OddBody {
  return choices.reduce<OddBody & { written: Written }>(
    (odd, { where, how, text, isNamed }) => {
      const all = placesIn(odd.written)
      const named = all.filter(({ path }) => Object.hasOwn(readableByKey, path.at(-1) ?? ''))
      const place = pick(isNamed && named.length > 0 ? named : all, where)
      const way = place && pick(waysOf(place, text), how)
      if (!place || !way) return odd
      const written = edited(odd.written, place.path, way.entries)
      return {
        body,
        written,
        text: textOf(written),
        oddities: [...odd.oddities, `${place.path.join('.')} ${way.name}`],
      }
    },
    { body, written: body.written, text: body.text, oddities: [] },
  )
}

function pick<T>(things: readonly T[], number: number): T | undefined {
  return things[number % Math.max(1, things.length)]
}

function placesIn(written: Written, path: readonly string[] = []): Place[] {
  return written.flatMap(([key, value]): Place[] => {
    const at = [...path, key]
    return [{ path: at, value }, ...(typeof value === 'string' ? [] : placesIn(value, at))]
  })
}

function edited(written: Written, [head = '', ...rest]: readonly string[], entries: readonly Entry[]): Written {
  return written.flatMap(([key, value]): readonly Entry[] => {
    if (key !== head) return [[key, value]]
    if (rest.length === 0) return entries
    return [[key, typeof value === 'string' ? value : edited(value, rest, entries)]]
  })
}

/** Ways that leave most bodies readable. */
function readableWays({ path, value }: Place, text: string): Way[] {
  const key = path.at(-1) ?? ''
  const as = (lexeme: string): Way => ({ name: `as ${lexeme}`, entries: [[key, lexeme]] })
  const named = (readableByKey[key] ?? []).map(as)
  // A key of which the contract names oddities gets mostly those.
  if (named.length > 0)
    return [
      ...named,
      ...named,
      {
        name: 'twice',
        entries: [
          [key, value],
          [key, value],
        ],
      },
    ]
  const around: Way[] = [
    {
      name: 'twice',
      entries: [
        [key, value],
        [key, value],
      ],
    },
    {
      name: 'beside an unknown key',
      entries: [
        [key, value],
        [`${key}_2`, '{"a":[1,2.50,18446744073709551616,null]}'],
      ],
    },
    {
      name: 'after an unknown key',
      entries: [
        [`_${text}`, quoted(text)],
        [key, value],
      ],
    },
  ]
  if (typeof value !== 'string')
    return [...around, { name: 'in another order', entries: [[key, [...value].reverse()]] }]
  const optional: Way = { name: 'left out', entries: [] }
  return [...around, optional, ...readableForms(value).map(as)]
}

/** The oddities the contract names, and their like, by the key they happen to. */
const readableByKey: Readonly<Record<string, readonly string[]>> = {
  providers: ['[]', '["GitHub"]', '["google","google"]'],
  free_trial_pending_eur: ['null', '"0.000000"', '"5"'],
  balance_eur: ['"1.5"', '"-0"', '"007.000000"', '"-2.5"'],
  held_eur: ['"3"', '"10.000000"', '"0"'],
  credit_limit_cents: ['-5', '-0', '1e3'],
  credits_expire_at: ['"2020-01-01T00:00:00.250Z"', '"2026-02-07T00:00:00+00:00"', '"2026-03-01T01:00:00+01:00"'],
  usagePercentage: ['12.345', '-1', '"25"', '33.333333333333336', 'null'],
  trialDaysRemaining: ['99', '-1', '0.5'],
  trialExpired: ['true', 'false', '"no"'],
  trialEndDate: ['null', '"2026-02-21T00:00:00Z"'],
  planName: ['"Gold"'],
  status: ['"Active"', '"INCOMPLETE"', '"on hold"', '"unpaid"'],
  subscription_status: ['"ACTIVE"', '"On Hold"'],
  role: ['"SUPERUSER"', '""'],
  provider: ['"saml"', '"Google"'],
  current_period_end: ['"2026-05-08T00:00:00.5Z"', '"2026-05-08T02:00:00+02:00"', '"9999-12-31T23:59:59Z"'],
  cost: ['1', '"0"'],
}

/** The same value, or nearly, in another form. */
function readableForms(lexeme: string): string[] {
  if (isInstant(lexeme)) {
    const local = lexeme.slice(1, 20)
    return [`${local}.5Z`, `${local}.1239999Z`, `${local}+00:00`, `${local.toLowerCase()}z`].map(quoted)
  }
  if (/^-?\d/.test(lexeme)) return [`${lexeme}.0`, '1e2', '-0']
  if (lexeme.length > 2 && /^"[a-z]/i.test(lexeme))
    return [`"\\u00${lexeme.charCodeAt(1).toString(16)}${lexeme.slice(2)}`]
  return []
}

/** Ways that ask for a refusal, though not every field has to grant it. */
function harshWays({ path, value }: Place): Way[] {
  const key = path.at(-1) ?? ''
  const as = (lexeme: string): Way => ({ name: `as ${lexeme}`, entries: [[key, lexeme]] })
  const common: Way[] = [
    { name: 'left out', entries: [] },
    {
      name: 'twice, differing',
      entries: [
        [key, value],
        [key, '"other"'],
      ],
    },
    { name: 'as an object', entries: [[key, [['further', '1']]]] },
  ]
  return [
    ...common,
    ...['null', '[]', '7', '"text"', 'true'].map(as),
    ...(harshByKey[key] ?? harshForms(value)).map(as),
  ]
}

const harshByKey: Readonly<Record<string, readonly string[]>> = {
  id: ['""', '"A\\u0000B"', '"\\ud800"', quoted('long'.repeat(1_000))],
  email: ['"A\\u0000B"', '"\\udfff@example.com"', quoted('é'.repeat(3_000))],
  providers: ['["google",7]', '"google"'],
  balance_eur: ['"1.1234567"', '"1e3"', '"+1"', '"99999999999999999999.000000"', '12.5'],
  held_eur: ['"-1.000000"', '" 1"'],
  credit_limit_cents: ['5.5', '9007199254740992', '1e400'],
  plan: ['"gold"', '"PRO"', '"custom"'],
  subscription_tier: ['"starter"', '"Pro"'],
  support: ['"phone"'],
  remainingMonthlyCredits: ['-1', '9007199254740991'],
}

function harshForms(value: string | Written): string[] {
  if (typeof value !== 'string') return []
  if (isInstant(value)) {
    const local = value.slice(1, 20)
    return [
      local,
      `${local.replace('T', ' ')}Z`,
      '2026-02-30T00:00:00Z',
      '0000-01-01T00:00:00Z',
      '9999-12-31T23:59:59-00:01',
    ].map(quoted)
  }
  if (/^-?\d/.test(value)) return ['0.5', '-7', '9007199254740992', '1e400', quoted(value)]
  if (value === 'true' || value === 'false') return [quoted(value), '1']
  return ['"A\\u0000B"', '"\\ud800"']
}

function isInstant(lexeme: string): boolean {
  return /^"\d{4}-\d\d-\d\dT/.test(lexeme)
}
