import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Account } from '../../src/domain/account.ts'
import { balanceOf, creditPools, type Pool, sum } from '../../src/domain/credits.ts'
import type { FactName } from '../../src/domain/facts.ts'
import { type LedgerEntry, ledgerBuckets } from '../../src/domain/journal.ts'
import type { LedgerChange } from '../../src/domain/ledger.ts'
import { applyRecord, blankAccount, type EarlierRecord, type LegacyRecord } from '../../src/domain/legacy-record.ts'
import { factsWritten } from '../../src/domain/profile.ts'
import { Refusal } from '../../src/domain/refusal.ts'
import { settledPool } from '../../src/domain/settlement.ts'
import { type BucketTotals, statementOf } from '../../src/domain/statement.ts'
import { poolOf } from '../../src/domain/viewer.ts'
import { decode } from '../../src/rest/legacy/decode.ts'
import { encode, viewOf } from '../../src/rest/legacy/encode.ts'
import { shapes } from '../../src/rest/legacy/index.ts'
import { readRecord } from '../../src/rest/legacy/intake.ts'
import { placesOf } from '../../src/rest/legacy/lineage.ts'
import { profileChangeOf } from '../../src/rest/legacy/request-schema.ts'
import type { Shape } from '../../src/rest/legacy/shape.ts'
import { testNow } from '../support/app.ts'
import { type Body, canonicalBodies } from '../support/bodies.ts'
import { type LegacySystemName, legacySystems } from '../support/legacy-people.ts'
import { oddBodies } from '../support/odd-bodies.ts'

const runs = { numRuns: 1_000 }
const day = 86_400_000
const later = (days: number, from = testNow) => new Date(from.getTime() + days * day)

describe.each(legacySystems)('the table of %s (what an import does is our decision)', (system) => {
  const shape = shapeOf(system)
  const canonical = canonicalBodies(system, testNow)
  const odd = oddBodies(system, testNow)

  test('a canonical body comes back byte for byte, and nothing of it is normalised', () => {
    holdsFor(canonical, ({ text }) => {
      expect(readRecord(shape, text, testNow)).toMatchObject({ normalised: [], warnings: [], residual: {} })
      expect(answer(shape, imported(shape, text, testNow).account, testNow)).toBe(text)
    })
  })

  test('decoding an answer gives the record it was made from', () => {
    holdsFor(canonical, ({ text }) => {
      const record = recordOf(shape, text)
      const said = answer(shape, laidUpon(null, record, testNow).account, testNow)
      expect(recordOf(shape, said)).toEqual(record)
    })
  })

  test('whatever an account has come from, this shape’s answer about it is a canonical body', () => {
    const people = fc.tuple(...legacySystems.map((one) => fc.option(canonicalBodies(one, testNow, linked(one)))))
    holdsFor(people, (bodies) => {
      const known = bodies.flatMap((body) => body ?? [])
      const account = allLaid(known, testNow)
      const said = answer(shape, account, testNow)
      expect(readRecord(shape, said, testNow)).toMatchObject({ normalised: [], warnings: [] })
    })
  })

  test('the same record again changes nothing and moves nothing, then or later', () => {
    holdsFor(fc.tuple(odd, fc.constantFrom(0, 1, 40, 4000)), ([{ text }, days]) => {
      const intake = readRecord(shape, text, testNow)
      if (!intake.ok) return
      const first = laidUpon(null, intake.record, testNow)
      const second = laidUpon(first, intake.record, later(days))
      expect(second.account).toEqual(first.account)
      expect(second.ledger.entries).toEqual([])
    })
  })

  test('PATCH {} changes nothing', () => {
    holdsFor(canonical, ({ text }) => {
      const { account } = imported(shape, text, testNow)
      expect(factsWritten(account, profileChangeOf(shape, {}), testNow)).toEqual({})
    })
  })

  test('PATCH {k: null} clears k and leaves every other byte', () => {
    const writable = placesOf(shape.fields).filter(({ field }) => field.write !== null)
    const keys = { ACCOUNT_PROFILE: ['user.name'], USERS_ME: ['email', 'full_name'], USER_PROFILE: [], USER_INFO: [] }
    expect(writable.map(({ place }) => place)).toEqual(keys[system])
    holdsFor(fc.tuple(canonical, fc.nat()), ([{ text }, choice]) => {
      const one = writable[choice % Math.max(1, writable.length)]
      if (!one) return
      const { account } = imported(shape, text, testNow)
      if (!one.field.isNullable) {
        expect(() => patched(shape, account, { [one.field.key]: null })).toThrow(Refusal)
        return
      }
      const body = JSON.parse(text)
      ;(body.user ?? body)[one.field.key] = null
      expect(answer(shape, patched(shape, account, { [one.field.key]: null }), testNow)).toBe(JSON.stringify(body))
    })
  })

  test('a changed record is answered as if it were the first, now and at any time after', () => {
    const id = { id: '00000000-0000-4000-8000-0000000000aa', email: 'same@example.com' }
    const gap = fc.constantFrom(0, 1 / 86_400_000, 1, 14, 31, 45, 400)
    const histories = gap.chain((days) =>
      fc.tuple(canonicalBodies(system, testNow, id), canonicalBodies(system, later(days), id), fc.constant(days), gap),
    )
    holdsFor(histories, ([before, after, days, further]) => {
      const at = later(days)
      const first = imported(shape, before.text, testNow)
      const changed = laidUpon(first, recordOf(shape, after.text), at)
      expect(answer(shape, changed.account, at)).toBe(after.text)

      const fresh = imported(shape, after.text, at)
      expect(answer(shape, changed.account, later(further, at))).toBe(answer(shape, fresh.account, later(further, at)))
      expect(changed.account.pools.map(anatomy).sort(byKind)).toEqual(
        creditPools
          .flatMap((kind) => changed.account.pools.filter((pool) => pool.kind === kind))
          .map(({ kind }) => anatomy(poolOf(fresh.account, kind)))
          .sort(byKind),
      )
    })
  })

  test('a changed record changes no other system’s answer', () => {
    const people = fc.tuple(
      canonicalBodies(system, testNow, linked(system)),
      ...legacySystems.map((one) => canonicalBodies(one, testNow, linked(one))),
    )
    holdsFor(people, ([changed, ...bodies]) => {
      const earlier = bodies.find((body) => body.system === system)
      const before = { statement: recordOf(shape, earlier?.text ?? '').statement, importedAt: testNow }
      const all = allLaid(bodies, testNow)
      const { account } = laidUpon({ account: all, earlier: before }, recordOf(shape, changed.text), testNow)
      for (const body of [changed, ...bodies.filter((one) => one !== earlier)]) {
        expect(answer(shapeOf(body.system), account, testNow)).toBe(body.text)
      }
    })
  })

  test('what a changed record no longer says is no longer answered', () => {
    holdsFor(fc.tuple(canonical, odd), ([before, { text }]) => {
      const intake = readRecord(shape, text, testNow)
      // A code once given stays good.
      if (!intake.ok || (system === 'USERS_ME' && intake.record.statement.referralCode === undefined)) return
      const changed = laidUpon(imported(shape, before.text, testNow), intake.record, testNow)
      const fresh = laidUpon(null, intake.record, testNow)
      expect(answer(shape, changed.account, testNow)).toBe(answer(shape, fresh.account, testNow))
    })
  })

  test('each pool of a changed record is adjusted once, by its new opening less the old one (our decision)', () => {
    const id = { id: '00000000-0000-4000-8000-0000000000aa', email: 'same@example.com' }
    const seen = tally()
    holdsFor(
      fc.tuple(canonicalBodies(system, testNow, id), canonicalBodies(system, testNow, id)),
      ([before, after]) => {
        const first = imported(shape, before.text, testNow)
        const changed = laidUpon(first, recordOf(shape, after.text), testNow)
        const fresh = imported(shape, after.text, testNow)
        for (const { kind } of first.account.pools) {
          const moved = changed.ledger.entries.filter((entry) => entry.pool === kind && entry.kind === 'ADJUSTMENT')
          const posted = (account: Account) => balanceOf(settledPool(poolOf(account, kind), null, testNow)).posted
          const change = posted(fresh.account) - posted(first.account)
          // Given or taken, never both; in two entries where it passes between the grant and the credit line.
          expect(moved.every(({ source }) => (source === 'ISSUED') === change > 0n)).toBe(true)
          expect(sum(moved.map(({ source, amount }) => (source === 'ISSUED' ? amount : -amount)))).toBe(change)
          expect(moved.length).toBeLessThanOrEqual(2)
          seen.add(change > 0n ? 'up' : change < 0n ? 'down' : 'level')
        }
      },
    )
    // One shape tells of no credits.
    if (system !== 'USER_PROFILE') expect(seen.least(['up', 'down'])).toBeGreaterThan(100)
  })

  test('any body is refused with field and reason, or imported and reported field by field; its answer is canonical', () => {
    const seen = tally()
    holdsFor(odd, ({ text }) => {
      const intake = readRecord(shape, text, testNow)
      if (!intake.ok) {
        seen.add('refused')
        expect(intake.problems.length).toBeGreaterThan(0)
        for (const { field, message } of intake.problems)
          expect([field.length > 0, message.length > 0]).toEqual([true, true])
        return
      }
      const said = answer(shape, laidUpon(null, intake.record, testNow).account, testNow)
      const reported = [...intake.normalised, ...intake.warnings].map(({ field }) => field)
      seen.add(intake.warnings.length > 0 ? 'warned' : said === text ? 'as it was' : 'normalised')
      expect(said === text).toBe(reported.length === 0)
      const changes = differences(JSON.parse(text), JSON.parse(said))
      expect(reported).toEqual(
        changes.length > 0 ? expect.arrayContaining(changes) : said === text ? [] : ['(formatting)'],
      )
      expect(reported.length).toBe(Math.max(changes.length, said === text ? 0 : 1))
      expect(readRecord(shape, said, testNow)).toMatchObject({ ok: true, normalised: [], warnings: [] })
    })
    expect(seen.least(['refused', 'normalised'])).toBeGreaterThan(100)
    if (system === 'USER_PROFILE') expect(seen.least(['warned'])).toBeGreaterThan(5)
  })
})

describe('the ledger after any sequence of records', () => {
  test('has buckets that sum to zero and agree with the balances, whatever is due', () => {
    const seen = tally()
    const systems = ['ACCOUNT_PROFILE', 'USERS_ME', 'USER_INFO'] as const
    const step = fc.tuple(fc.constantFrom(...systems), fc.constantFrom(0, 1, 20, 31, 100))
    const sequences = fc.array(step, { minLength: 3, maxLength: 8 }).chain((steps) => {
      let at = testNow
      return fc.tuple(
        ...steps.map(([system, days]) => {
          at = later(days, at)
          const when = at
          return canonicalBodies(system, when, linked(system)).map((body) => ({ body, when }))
        }),
      )
    })
    holdsFor(fc.tuple(sequences, fc.constantFrom(0, 5, 31, 400)), ([records, days]) => {
      const books = new Map<LegacySystemName, Laid>()
      const journal: LedgerEntry[] = []
      let account: Account | null = null
      for (const { body, when } of records) {
        const shape = shapeOf(body.system)
        const before: Laid | undefined = books.get(body.system)
        const laid = laidUpon({ account, earlier: before?.earlier ?? null }, recordOf(shape, body.text), when)
        account = laid.account
        books.set(body.system, laid)
        journal.push(...laid.ledger.entries)
        expectBalanced(account, journal, when)
        expectBalanced(account, journal, later(days, when))
        for (const { kind } of laid.ledger.entries) seen.add(kind)
        expect(answer(shape, account, when)).toBe(body.text)
      }
    })
    expect(seen.least(['OPENING', 'ADJUSTMENT', 'HOLD', 'RELEASE', 'EXPIRY', 'RESET'])).toBeGreaterThan(20)
  })
})

describe('what the generators show', () => {
  test.each([
    [
      'ACCOUNT_PROFILE',
      [
        'a negative wallet',
        'an owed wallet',
        'a hold beyond the balance',
        'a hold',
        'a pending trial',
        'credits that will expire',
        'credits past their expiry',
        'an expiry with nothing to expire',
        'no name',
      ],
    ],
    ['USERS_ME', ['a pro with a period', 'a developer', 'owed credits', 'a status of its own', 'a key', 'no name']],
    [
      'USER_PROFILE',
      [
        'a trial under way',
        'a trial ending now',
        'an expired trial',
        'a trial without an end',
        'no trial',
        'a broken percentage',
        'usage beyond the limit',
        'unlimited spans',
        'a limit apart from the plan',
        'a period that is over',
        'half a name',
      ],
    ],
    [
      'USER_INFO',
      ['no metered plan', 'a plan of its own', 'additional credits', 'an empty window', 'a window partly used'],
    ],
  ] as const)('%s is generated in all its states', (system, states) => {
    const seen = tally()
    for (const { shows } of fc.sample(canonicalBodies(system, testNow), runs.numRuns))
      for (const state of shows) seen.add(state)
    expect(seen.least(states)).toBeGreaterThan(5)
  })
})

interface Laid {
  readonly account: Account
  readonly ledger: LedgerChange
  readonly earlier: EarlierRecord
}

/** A record laid upon an account, or making one. */
function laidUpon(
  before: { readonly account: Account | null; readonly earlier: EarlierRecord | null } | null,
  record: LegacyRecord,
  now: Date,
): Laid {
  let made = before?.account
    ? before.account.ledgerSequence + 1_000_000n * BigInt(now.getTime() - testNow.getTime() + 1)
    : 0n
  const newId = () => `00000000-0000-4000-8000-${(++made).toString(16).padStart(12, '0').slice(-12)}`
  const account = before?.account ?? blankAccount(newId(), record.statement.email ?? '', 'dc_generated', now)
  const applied = applyRecord(account, record, before?.earlier ?? null, { now, newId })
  return { ...applied, earlier: { statement: record.statement, importedAt: now } }
}

function imported(shape: Shape, text: string, now: Date): Laid {
  return laidUpon(null, recordOf(shape, text), now)
}

/** One person of several systems. */
function allLaid(bodies: readonly Body[], now: Date): Account {
  const blank = blankAccount('00000000-0000-4000-8000-00000000ffff', 'nobody@example.com', 'dc_generated', now)
  return bodies.reduce<Account>((account, { system, text }) => {
    return laidUpon({ account, earlier: null }, recordOf(shapeOf(system), text), now).account
  }, blank)
}

/** What a canonical body says; its numbers are safe, so any parser will do. */
function recordOf(shape: Shape, text: string): LegacyRecord {
  const decoded = decode(shape, JSON.parse(text))
  if (!decoded.ok) throw new Error(`Refused: ${JSON.stringify(decoded.problems)}`)
  return decoded.record
}

function answer(shape: Shape, account: Account, now: Date): string {
  return encode(shape, viewOf(shape, account, now))
}

/** As a PATCH through the gateway leaves it. */
function patched(shape: Shape, account: Account, body: unknown): Account {
  const facts = factsWritten(account, profileChangeOf(shape, body), testNow)
  return {
    ...account,
    ...facts,
    writtenAt: testNow,
    writtenFacts: [...account.writtenFacts, ...(Object.keys(facts) as FactName[])],
  }
}

/** Where a pool's amounts lie, without the ids and the history: a window may lie in what its turn gave and a grant more. */
function anatomy(pool: Pool) {
  const { kind, owed, lineHeld, creditLimitCents, openingExpiresAt, pendingTrial, windowTotal, windowEndsAt } = pool
  return {
    kind,
    owed,
    lineHeld,
    creditLimitCents,
    openingExpiresAt,
    pendingTrial,
    windowTotal,
    windowEndsAt,
    grants: [...new Set(pool.grants.map(({ expiresAt }) => expiresAt?.getTime()))].flatMap((end) => {
      const grants = pool.grants.filter(({ expiresAt }) => expiresAt?.getTime() === end)
      const remaining = sum(grants.map((grant) => grant.remaining))
      return remaining > 0n ? [{ remaining, held: sum(grants.map(({ held }) => held)), end }] : []
    }),
    holds: pool.holds.map(({ amount, lineAmount, allocations }) => ({
      amount,
      lineAmount,
      allocated: allocations.map((one) => one.amount),
    })),
  }
}

function byKind(first: { kind: string }, second: { kind: string }): number {
  return first.kind.localeCompare(second.kind)
}

function expectBalanced(account: Account, journal: readonly LedgerEntry[], now: Date): void {
  expect(journal.every(({ sequence }, index) => index === 0 || sequence > (journal[index - 1]?.sequence ?? 0n))).toBe(
    true,
  )
  for (const pool of account.pools) {
    const entries = journal.filter((entry) => entry.pool === pool.kind)
    const totals = totalsOf(entries)
    expect(sum(Object.values(totals))).toBe(0n)
    expect(totals.AVAILABLE).toBeGreaterThanOrEqual(0n)
    expect(totals.AVAILABLE).toBe(sum(pool.grants.map(({ remaining, held }) => remaining - held)))
    expect(totals.CREDIT_LINE).toBe(-pool.owed - pool.lineHeld)
    expect(totals.HELD).toBe(sum(pool.holds.map(({ amount }) => amount)))
    expect(entries.at(-1)?.availableAfter ?? 0n).toBe(totals.AVAILABLE + totals.CREDIT_LINE)

    const statement = statementOf(pool, totals, null, now)
    const { available, held } = balanceOf(settledPool(pool, null, now))
    expect(statement.held).toBe(held)
    expect(statement.available).toBe(available)

    for (const { amount, remaining, held } of pool.grants) {
      expect([held >= 0n, held <= remaining, remaining <= amount, amount > 0n]).toEqual([true, true, true, true])
    }
    for (const { amount, lineAmount, allocations } of pool.holds) {
      expect(lineAmount + sum(allocations.map((one) => one.amount))).toBe(amount)
      expect(lineAmount).toBeGreaterThanOrEqual(0n)
    }
    expect(sum(pool.grants.map((grant) => grant.held)) + pool.lineHeld).toBe(
      sum(pool.holds.map(({ amount }) => amount)),
    )
  }
}

function totalsOf(entries: readonly LedgerEntry[]): BucketTotals {
  const of = (bucket: string) =>
    sum(
      entries.map(({ source, destination, amount }) =>
        destination === bucket ? amount : source === bucket ? -amount : 0n,
      ),
    )
  return Object.fromEntries(ledgerBuckets.map((bucket) => [bucket, of(bucket)])) as BucketTotals
}

/** The places where two bodies differ: the outermost where a key is only in one of them, else the value itself. */
function differences(theirs: unknown, ours: unknown, place = ''): string[] {
  const isObject = (value: unknown): value is Record<string, unknown> =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
  if (isObject(theirs) && isObject(ours)) {
    return [...new Set([...Object.keys(theirs), ...Object.keys(ours)])].flatMap((key) =>
      differences(theirs[key], ours[key], place === '' ? key : `${place}.${key}`),
    )
  }
  return JSON.stringify(theirs) === JSON.stringify(ours) ? [] : [place]
}

/** The same person in every system, with a different word of everything else. */
function linked(system: LegacySystemName) {
  const id = `${String(legacySystems.indexOf(system) + 1).repeat(8)}-0000-4000-8000-000000000001`
  return { id, email: 'linked@example.com', verified: true } as const
}

function shapeOf(system: LegacySystemName): Shape {
  const shape = shapes.find((one) => one.system === system)
  if (!shape) throw new Error(`No shape of ${system}.`)
  return shape
}

function holdsFor<T>(arbitrary: fc.Arbitrary<T>, law: (value: T) => void): void {
  fc.assert(fc.property(arbitrary, law), runs)
}

/** Counts how often each thing was seen, so that no law holds of nothing. */
function tally() {
  const seen = new Map<string, number>()
  return {
    add: (thing: string) => seen.set(thing, (seen.get(thing) ?? 0) + 1),
    least: (things: readonly string[]) => Math.min(...things.map((thing) => seen.get(thing) ?? 0)),
  }
}
