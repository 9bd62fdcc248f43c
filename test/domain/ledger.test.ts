import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { balanceOf, creditPools, type Grant, type Pool } from '../../src/domain/credits.ts'
import type { LedgerEntry } from '../../src/domain/journal.ts'
import type { Cause } from '../../src/domain/ledger.ts'
import { Refusal } from '../../src/domain/refusal.ts'
import { dueMovements } from '../../src/domain/settlement.ts'
import type { BalanceStatement } from '../../src/domain/statement.ts'
import { poolOf } from '../../src/domain/viewer.ts'
import { firstSequence, importedHold, isWritten, KeptAccount, totalsOf } from './kept-account.ts'
import {
  type Beginning,
  begin,
  type History,
  histories,
  instantOf,
  moments,
  nextTurn,
  type Operation,
  step,
  stepsAfter,
} from './ledger-history.ts'
import { type Lot, Reckoning } from './ledger-reckoning.ts'

const cause: Cause = { actor: 'service:test', reason: 'because', reference: null }

describe('whatever happens to an account', () => {
  test('its credits are what the rules say: of every pool, every grant and every statement (I3, I4, I7, I9, I10)', () => {
    fc.assert(
      fc.property(histories, moments, (history, later) => {
        const same = (kept: KeptAccount, reckoning: Reckoning, at: number) => {
          for (const kind of creditPools) {
            const pool = kept.pool(kind, at)
            expect(balanceOf(pool), kind).toEqual(reckoning.balance(kind))
            expect(kept.statement(kind, at)).toEqual(reckoning.statement(kind))
            expect(pool.grants.filter(({ remaining }) => remaining > 0n).map(leftOf), kind).toEqual(
              reckoning.lots.filter((lot) => lot.pool === kind && lot.free + lot.held > 0n).map(lotOf),
            )
            expect(new Set(pool.holds.map(({ id }) => id))).toEqual(reckoning.holds(kind))
          }
        }
        const { kept, reckoning, at, steps } = play(history, same)
        const moment = Math.max(at, instantOf(steps + later.after, later))
        reckoning.pass(moment)
        same(kept, reckoning, moment)
      }),
      { numRuns: 400 },
    )
  })

  test('buckets sum to zero and hold what the pools say, and every movement is whole and goes somewhere (I1, I2, I4, I12)', () => {
    fc.assert(
      fc.property(histories, (history) => {
        const { kept } = play(history)
        for (const { amount, source, destination, pool } of kept.journal) {
          expect(typeof amount).toBe('bigint')
          expect(amount > 0n && source !== destination && creditPools.includes(pool)).toBe(true)
        }
        for (const pool of kept.account.pools) {
          const totals = totalsOf(kept.journal.filter((one) => one.pool === pool.kind))
          expect(total(Object.values(totals))).toBe(0n)
          const counted = pool.grants.filter(({ scheduled }) => !scheduled)
          expect(totals.AVAILABLE).toBe(total(counted.map(({ remaining, held }) => remaining - held)))
          expect(totals.HELD).toBe(total(pool.holds.map(({ amount }) => amount)))
          expect(totals.HELD).toBe(total(pool.grants.map(({ held }) => held)) + pool.lineHeld)
          expect(totals.CREDIT_LINE).toBe(-(pool.owed + pool.lineHeld))
          expect(totals.SCHEDULED).toBe(
            total(pool.grants.flatMap(({ scheduled, remaining }) => (scheduled ? [remaining] : []))),
          )
          for (const { held, remaining, amount } of pool.grants) {
            expect(0n <= held && held <= remaining && remaining <= amount).toBe(true)
          }
          for (const { amount, lineAmount, allocations } of pool.holds) {
            expect(amount).toBe(lineAmount + total(allocations.map((one) => one.amount)))
          }
        }
      }),
      { numRuns: 300 },
    )
  })

  test('no debit leaves available below the credit limit, nor a pool without one below nought (I3)', () => {
    fc.assert(
      fc.property(histories, (history) => {
        const { kept } = play(history)
        const limit = -history.beginning.limitCents * 10_000n
        for (const { kind, source, pool, availableAfter } of kept.journal) {
          if (kind !== 'HOLD' && kind !== 'CONSUMPTION') continue
          if (source !== 'AVAILABLE' && source !== 'CREDIT_LINE') continue
          expect(availableAfter >= (pool === 'WALLET' ? limit : 0n)).toBe(true)
        }
      }),
      { numRuns: 300 },
    )
  })

  test('numbers strictly rise, and the running balance of each entry is the one before moved by it (I11)', () => {
    fc.assert(
      fc.property(histories, (history) => {
        const { kept } = play(history)
        const written = kept.journal.filter(isWritten)
        const numbers = [firstSequence, ...written.map(({ sequence }) => sequence)]
        expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => (a < b ? -1 : 1)))
        expect(kept.account.ledgerSequence >= (numbers.at(-1) ?? 0n)).toBe(true)
        for (const kind of creditPools) {
          let available = balanceOf(poolOf(new KeptAccount(history.beginning).account, kind)).available
          for (const { source, destination, amount, availableAfter } of written.filter(({ pool }) => pool === kind)) {
            const spendable = (bucket: string) => (bucket === 'AVAILABLE' || bucket === 'CREDIT_LINE' ? amount : 0n)
            available += spendable(destination) - spendable(source)
            expect(availableAfter).toBe(available)
          }
        }
      }),
      { numRuns: 300 },
    )
  })

  test('a hold ends once (I7)', () => {
    fc.assert(
      fc.property(histories, (history) => {
        const { kept } = play(history)
        const ids = kept.ended.map(({ id }) => id)
        expect(new Set(ids).size).toBe(ids.length)
        for (const { id, state, captured, endedAt } of kept.ended) {
          expect(captured > 0n).toBe(state === 'CAPTURED')
          const spent = kept.journal.filter(({ holdId, destination }) => holdId === id && destination === 'CONSUMED')
          expect(total(spent.map(({ amount }) => amount))).toBe(captured)
          const last = kept.journal.findLast(({ holdId }) => holdId === id)
          expect(last?.occurredAt).toEqual(endedAt)
        }
      }),
      { numRuns: 300 },
    )
  })

  test('nothing is taken of a grant before it counts, nor once it has expired; only holds taken before are captured (I9)', () => {
    fc.assert(
      fc.property(histories, (history) => {
        const grants = new Map<string, Grant>()
        const { kept } = play(history, ({ account }) => {
          for (const grant of account.pools.flatMap((pool) => pool.grants)) grants.set(grant.id, grant)
        })
        for (const { source, destination, grantId, occurredAt } of kept.journal.filter(isWritten)) {
          const grant = grants.get(grantId ?? '')
          if (!grant || source !== 'AVAILABLE' || destination === 'EXPIRED') continue
          expect(occurredAt >= grant.effectiveAt).toBe(true)
          expect(grant.expiresAt === null || occurredAt < grant.expiresAt).toBe(true)
        }
      }),
      { numRuns: 300 },
    )
  })

  test('the histories visit what these laws are about', () => {
    const all = fc.sample(histories, { numRuns: 300, seed: 7 }).map((history) => play(history).kept)
    for (const [what, isSeen] of Object.entries(sights))
      expect(all.filter((kept) => isSeen(kept)).length, what).toBeGreaterThan(9)
  })
})

const some = (is: (entry: LedgerEntry) => boolean) => (kept: KeptAccount) => kept.journal.some(is)
const sights: Readonly<Record<string, (kept: KeptAccount) => boolean>> = {
  'a window turns': some(({ kind }) => kind === 'RESET'),
  'a grant expires': some(({ kind }) => kind === 'EXPIRY'),
  'a grant begins': some(({ kind }) => kind === 'ACTIVATION'),
  'a debt is paid': some(({ source, destination }) => source === 'ISSUED' && destination === 'CREDIT_LINE'),
  'something is lent': some(({ kind, source }) => kind === 'CONSUMPTION' && source === 'CREDIT_LINE'),
  'a hold is on the line': some(({ kind, source }) => kind === 'HOLD' && source === 'CREDIT_LINE'),
  'a hold is captured': some(({ kind }) => kind === 'CAPTURE'),
  'a hold lapses': ({ ended }) => ended.some(({ state }) => state === 'EXPIRED'),
  'a hold spans pools': ({ journal }) => {
    const holds = journal.filter(({ kind }) => kind === 'HOLD')
    return holds.some((one) => holds.some(({ holdId, pool }) => holdId === one.holdId && pool !== one.pool))
  },
  'a release expires at once': ({ journal }) =>
    journal.some(({ kind, grantId, occurredAt }, index) => {
      const before = journal[index - 1]
      const isSame = before?.grantId === grantId && before.occurredAt.getTime() === occurredAt.getTime()
      return kind === 'EXPIRY' && before?.kind === 'RELEASE' && isSame
    }),
}

describe('the clock alone (I5)', () => {
  test('what is read at an instant is what a write at that instant settles, to the entry', () => {
    fc.assert(
      fc.property(histories, moments, (history, later) => {
        const { kept, at, steps } = play(history)
        const moment = Math.max(at, instantOf(steps + later.after, later))
        const read = creditPools.map((kind) => ({
          pool: plain(kept.pool(kind, moment)),
          statement: kept.statement(kind, moment),
          due: plainEntries(dueMovements(poolOf(kept.account, kind), kept.billing, new Date(moment))),
        }))
        const before = kept.journal.length
        kept.write(moment, () => {})
        const written = creditPools.map((kind) => ({
          pool: plain(kept.pool(kind, moment)),
          statement: kept.statement(kind, moment),
          due: plainEntries(kept.journal.slice(before).filter(({ pool }) => pool === kind)),
        }))
        expect(written).toEqual(read)
        expect(kept.account.pools.flatMap((pool) => dueMovements(pool, kept.billing, new Date(moment)))).toEqual([])
      }),
      { numRuns: 400 },
    )
  })

  test('settled in one step or in several, the entries are the same, each at its own instant', () => {
    fc.assert(
      fc.property(histories, fc.array(moments, { minLength: 1, maxLength: 4 }), (history, looks) => {
        const once = play(history)
        const often = play(history)
        const [writtenBefore, { steps }] = [once.kept.journal.length, once]
        let [at, passed] = [once.at, steps]
        for (const look of looks) {
          passed += look.after
          at = Math.max(at, instantOf(passed, look))
          often.kept.write(at, () => {})
        }
        once.kept.write(at, () => {})
        for (const kind of creditPools) {
          const entries = ({ kept }: typeof once) =>
            plainEntries(kept.journal.slice(writtenBefore).filter(({ pool }) => pool === kind))
          expect(entries(often)).toEqual(entries(once))
          expect(plain(often.kept.pool(kind, at))).toEqual(plain(once.kept.pool(kind, at)))
        }
        expect(new Map(often.kept.ended.map((one) => [one.id, one]))).toEqual(
          new Map(once.kept.ended.map((one) => [one.id, one])),
        )
        const instants = once.kept.journal.map(({ pool, occurredAt }) => ({ pool, at: occurredAt.getTime() }))
        for (const kind of creditPools) {
          const own = instants.filter(({ pool }) => pool === kind).map((one) => one.at)
          expect(own).toEqual(own.toSorted((a, b) => a - b))
        }
      }),
      { numRuns: 300 },
    )
  })

  test('the statement of a past instant is what was read then, whatever has happened since', () => {
    fc.assert(
      fc.property(histories, (history) => {
        const read: { at: number; statements: BalanceStatement[] }[] = []
        const { kept } = play(history, (kept, _reckoning, now, next) => {
          // Until the next happening, but not at its very instant.
          const end = Math.min(next, now + 90 * step)
          for (const at of [now, now + 1, now + step, Math.floor((now + end) / 2), end - 1]) {
            if (now <= at && at < end) read.push({ at, statements: statementsOf(kept, at) })
          }
        })
        for (const { at, statements } of read) expect(statementsOf(kept, at)).toEqual(statements)
      }),
      { numRuns: 200 },
    )
  })
})

describe('a hold and its grant', () => {
  const bare: Beginning = {
    billing: null,
    isCancelled: false,
    monthly: null,
    additional: null,
    limitCents: 0n,
    wallet: { left: 0n, owed: 0n, held: 0n, lineHeld: 0n },
  }
  const wallet = ['WALLET'] as const
  /** 100 that expire at a step, of which a hold has set 60 aside, until another step. */
  function heldGrant({ grantUntil, holdUntil }: { grantUntil: number; holdUntil: number }) {
    const kept = new KeptAccount(bare)
    const grant = { kind: 'PAID', priority: 50, scheduled: false, isSeen: false, effectiveAt: new Date(begin) } as const
    const hold = kept.write(begin, (ledger) => {
      ledger.grant('WALLET', { ...grant, expiresAt: new Date(begin + grantUntil * step) }, 100n, cause)
      return ledger.hold(wallet, 60n, new Date(begin + holdUntil * step), cause)
    })
    if (hold instanceof Refusal) throw hold
    const since = kept.journal.length
    return { kept, hold, moved: () => kept.journal.slice(since).map(movement) }
  }
  const clock = { reason: null, actor: 'clock' }
  const lapsed = { reason: 'the hold expired', actor: 'clock' }
  const service = { reason: 'because', actor: 'service:test' }

  test('is captured within its time after the grant has expired; what is let go of it expires at once', () => {
    const { kept, hold, moved } = heldGrant({ grantUntil: 4, holdUntil: 8 })
    const at = begin + 8 * step - 1
    expect(kept.write(at, (ledger) => ledger.capture(hold.id, 45n, cause))).toMatchObject({ captured: 45n })
    expect(moved()).toEqual([
      { kind: 'EXPIRY', from: 'AVAILABLE', to: 'EXPIRED', amount: 40n, after: 0n, at: begin + 4 * step, ...clock },
      { kind: 'CAPTURE', from: 'HELD', to: 'CONSUMED', amount: 45n, after: 0n, at, ...service },
      { kind: 'RELEASE', from: 'HELD', to: 'AVAILABLE', amount: 15n, after: 15n, at, ...service },
      { kind: 'EXPIRY', from: 'AVAILABLE', to: 'EXPIRED', amount: 15n, after: 0n, at, ...service },
    ])
  })

  test('released after the grant has expired, all of it expires at once', () => {
    const { kept, hold, moved } = heldGrant({ grantUntil: 4, holdUntil: 8 })
    const at = begin + 4 * step
    kept.write(at, (ledger) => ledger.release(hold.id, cause))
    expect(moved().map(({ kind, amount, after }) => [kind, amount, after])).toEqual([
      ['EXPIRY', 40n, 0n],
      ['RELEASE', 60n, 60n],
      ['EXPIRY', 60n, 0n],
    ])
    expect(kept.statement('WALLET', at)).toMatchObject({ granted: 100n, expired: 100n, held: 0n, available: 0n })
  })

  test('released just before the grant expires, it can be spent once more', () => {
    const { kept, hold } = heldGrant({ grantUntil: 4, holdUntil: 8 })
    kept.write(begin + 4 * step - 1, (ledger) => ledger.release(hold.id, cause))
    expect(balanceOf(kept.pool('WALLET', begin + 4 * step - 1)).available).toBe(100n)
    expect(balanceOf(kept.pool('WALLET', begin + 4 * step)).available).toBe(0n)
  })

  test('lapses at the instant its time is up, and not a millisecond before', () => {
    for (const [at, code] of [
      [begin + 2 * step - 1, null],
      [begin + 2 * step, 'HOLD_CLOSED'],
      [begin + 2 * step + 1, 'HOLD_CLOSED'],
    ] as const) {
      const { kept, hold } = heldGrant({ grantUntil: 4, holdUntil: 2 })
      expect(balanceOf(kept.pool('WALLET', at))).toMatchObject({ available: code ? 100n : 40n, held: code ? 0n : 60n })
      const captured = kept.write(at, (ledger) => ledger.capture(hold.id, null, cause))
      expect(captured instanceof Refusal ? captured.code : null).toBe(code)
    }
  })

  test('lapsed at the very instant the grant expires, all of it is gone, and the journal says why', () => {
    const { kept, moved } = heldGrant({ grantUntil: 4, holdUntil: 4 })
    const at = begin + 4 * step
    kept.write(at + 1, () => {})
    expect(moved()).toEqual([
      { kind: 'RELEASE', from: 'HELD', to: 'AVAILABLE', amount: 60n, after: 100n, at, ...lapsed },
      expect.objectContaining({ kind: 'EXPIRY', amount: 100n, after: 0n, at }),
    ])
    expect(kept.ended).toEqual([expect.objectContaining({ state: 'EXPIRED', captured: 0n, endedAt: new Date(at) })])
  })

  test('lapsed after the grant has expired, what was held expires at the hold’s instant', () => {
    const { kept, moved } = heldGrant({ grantUntil: 4, holdUntil: 6 })
    kept.write(begin + 9 * step, () => {})
    expect(moved().map(({ kind, amount, at }) => [kind, amount, (at - begin) / step])).toEqual([
      ['EXPIRY', 40n, 4],
      ['RELEASE', 60n, 6],
      ['EXPIRY', 60n, 6],
    ])
  })
})

type Look = (kept: KeptAccount, reckoning: Reckoning, at: number, next: number) => void

/** Plays a history to both, and looks after each happening; the ledger's refusals have to be the reckoning's. */
function play({ beginning, happenings }: History, look: Look = () => {}) {
  const kept = new KeptAccount(beginning)
  const reckoning = new Reckoning(beginning)
  const holds = [importedHold]
  let steps = 0
  let at = begin
  const instants = happenings.map((moment) => {
    steps += moment.after
    at = Math.max(at, instantOf(steps, moment))
    return at
  })
  happenings.forEach(({ operation }, index) => {
    const now = instants[index] ?? at
    reckoning.pass(now)
    const code = happen(operation, now, kept, reckoning, holds)
    expect(code.ledger).toBe(code.reckoning)
    look(kept, reckoning, now, instants[index + 1] ?? Number.POSITIVE_INFINITY)
  })
  return { kept, reckoning, at, steps }
}

/** Why it was refused, by either; null when it happened. */
function happen(operation: Operation, at: number, kept: KeptAccount, reckoning: Reckoning, holds: string[]) {
  const codeOf = (result: unknown) => (result instanceof Refusal ? result.code : null)
  const unless = (isEnough: boolean) => (isEnough ? null : 'INSUFFICIENT_CREDITS')
  switch (operation.verb) {
    case 'grant': {
      const { pool, amount, kind, priority } = operation
      const { from, until } = datesOf(operation, at, kept)
      const dates = { effectiveAt: new Date(from), expiresAt: until === null ? null : new Date(until) }
      const grant = { kind, priority, scheduled: from > at, isSeen: false, ...dates }
      const given = kept.write(at, (ledger) => ledger.grant(pool, grant, amount, cause))
      reckoning.grant(operation, from, until, at)
      return { ledger: codeOf(given), reckoning: null }
    }
    case 'hold': {
      const { pools, amount } = operation
      const until = stepsAfter(operation.lasts, at)
      const opened = kept.write(at, (ledger) => ledger.hold(pools, amount, new Date(until), cause))
      const id = opened instanceof Refusal ? '' : opened.id
      if (id !== '') holds.push(id)
      return { ledger: codeOf(opened), reckoning: unless(reckoning.hold(id, pools, amount, until)) }
    }
    case 'consume': {
      const { pools, amount } = operation
      const consumed = kept.write(at, (ledger) => ledger.consume(pools, amount, cause))
      return { ledger: codeOf(consumed), reckoning: unless(reckoning.consume(pools, amount)) }
    }
    case 'capture':
    case 'release': {
      const { verb, amount } = operation
      const id = holds[operation.nth % holds.length] ?? ''
      const ended = kept.write(at, (ledger) =>
        verb === 'capture' ? ledger.capture(id, amount, cause) : ledger.release(id, cause),
      )
      return { ledger: codeOf(ended), reckoning: reckoning.end(id, verb === 'capture' ? amount : 0n, at) }
    }
  }
}

/** A window's credits count at once, and until it turns. */
function datesOf({ pool, begins, lasts }: Extract<Operation, { verb: 'grant' }>, at: number, kept: KeptAccount) {
  if (pool === 'MONTHLY') return { from: at, until: nextTurn(at, kept.billing?.period ?? null) }
  const from = begins === 0 ? at : stepsAfter(begins, at)
  return { from, until: lasts === null ? null : stepsAfter(lasts, from) }
}

function statementsOf(kept: KeptAccount, at: number): BalanceStatement[] {
  return creditPools.map((kind) => kept.statement(kind, at))
}

function leftOf({ remaining, held, scheduled }: Grant) {
  return { free: remaining - held, held, counts: !scheduled }
}

function lotOf({ free, held, counts }: Lot) {
  return { free, held, counts }
}

function movement({ kind, source: from, destination: to, amount, availableAfter: after, ...rest }: LedgerEntry) {
  const { occurredAt, reason, actor } = rest
  return { kind, from, to, amount, after, at: occurredAt.getTime(), reason, actor }
}

/** Without the numbers, and with ids as they come: those differ between a reader's settling and a writer's. */
function plain({ grants, holds, ...facts }: Pool) {
  const left = grants.filter(({ remaining }) => remaining > 0n)
  const place = (id: string) => left.findIndex((one) => one.id === id)
  return {
    ...facts,
    grants: left.map(({ id, sequence, ...grant }) => grant),
    holds: holds.map(({ sequence, allocations, ...hold }) => ({
      ...hold,
      allocations: allocations.map(({ grantId, amount }) => ({ grant: place(grantId), amount })),
    })),
  }
}

function plainEntries(entries: readonly LedgerEntry[]) {
  const ids = [...new Set(entries.map(({ grantId }) => grantId))]
  return entries.map(({ sequence, grantId, ...entry }) => ({ ...entry, grant: ids.indexOf(grantId) }))
}

function total(amounts: readonly bigint[]): bigint {
  return amounts.reduce((all, one) => all + one, 0n)
}
