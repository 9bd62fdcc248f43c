import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestApp, type TestApp } from '../support/app.ts'
import { importingInto } from '../support/importing.ts'
import { bodyOf } from '../support/legacy-people.ts'

const { subscription } = JSON.parse(bodyOf('USER_PROFILE', 0))

type World = ReturnType<typeof importingInto>
let app: TestApp
let person: World['person']
let saidAt: World['saidAt']
beforeAll(async () => {
  app = await createTestApp()
  ;({ person, saidAt } = importingInto(app))
})
afterAll(async () => {
  expect(app.bugs).toEqual([])
  await app.close()
})

describe('an instant belongs to what comes after it (our decision)', () => {
  test('credits are gone at the instant they expire; what is held of them stays held', async () => {
    const record = { balance_eur: '12.500000', held_eur: '0.500000', credits_expire_at: '2026-12-01T00:00:00Z' }
    const who = await person(['ACCOUNT_PROFILE'], { ACCOUNT_PROFILE: record })
    const gone = { balance_eur: '0.000000', held_eur: '0.500000', credits_expire_at: null }
    expect(await saidAt('2026-11-30T23:59:59.999Z', 'ACCOUNT_PROFILE', who)).toMatchObject(record)
    expect(await saidAt('2026-12-01T00:00:00.000Z', 'ACCOUNT_PROFILE', who)).toMatchObject(gone)
    expect(await saidAt('2026-12-01T00:00:00.001Z', 'ACCOUNT_PROFILE', who)).toMatchObject(gone)
  })

  test.each([
    ['2026-02-07T00:00:00.000Z', 14, false],
    ['2026-02-07T00:00:00.001Z', 14, false],
    ['2026-02-07T23:59:59.999Z', 14, false],
    ['2026-02-08T00:00:00.000Z', 13, false],
    ['2026-02-20T00:00:00.000Z', 1, false],
    ['2026-02-20T23:59:59.999Z', 1, false],
    ['2026-02-21T00:00:00.000Z', 0, true],
    ['2026-02-21T00:00:00.001Z', 0, true],
  ])(
    'a trial that ends on 21 February has, at %s, %i days left, and its being over is %s',
    async (instant, days, expired) => {
      const who = await person(['USER_PROFILE'], {})
      const said = (await saidAt(instant, 'USER_PROFILE', who)).subscription
      expect([said.trialDaysRemaining, said.trialExpired]).toEqual([days, expired])
    },
  )

  test('spans are counted from nought at the instant the period ends', async () => {
    const who = await person(['USER_PROFILE'], {
      USER_PROFILE: { subscription: { ...subscription, currentPeriodEnd: '2026-03-01T12:00:00.000Z' } },
    })
    const used = async (instant: string) => {
      const { spansUsed, usagePercentage } = (await saidAt(instant, 'USER_PROFILE', who)).subscription
      return [spansUsed, usagePercentage]
    }
    expect(await used('2026-03-01T11:59:59.999Z')).toEqual([2500, 25])
    expect(await used('2026-03-01T12:00:00.000Z')).toEqual([0, 0])
    expect(await used('2026-03-01T12:00:00.001Z')).toEqual([0, 0])
  })

  test('a period that was over when its record came in goes on telling what was used', async () => {
    const who = await person(['USER_PROFILE'], {
      USER_PROFILE: { subscription: { ...subscription, currentPeriodEnd: '2026-02-07T00:00:00.000Z' } },
    })
    expect((await saidAt('2026-06-01T00:00:00.000Z', 'USER_PROFILE', who)).subscription.spansUsed).toBe(2500)
  })

  test.each([
    { bills: 'nothing', end: null, before: '2026-02-28T23:59:59.999Z', at: '2026-03-01T00:00:00.000Z' },
    {
      bills: 'on the 8th',
      end: '2026-05-08T00:00:00Z',
      before: '2026-02-07T23:59:59.999Z',
      at: '2026-02-08T00:00:00.000Z',
    },
    {
      bills: 'at an hour of the 8th',
      end: '2020-05-08T10:30:00Z',
      before: '2026-02-08T10:29:59.999Z',
      at: '2026-02-08T10:30:00.000Z',
    },
    {
      bills: 'on the 31st',
      end: '2026-05-31T00:00:00Z',
      before: '2026-02-27T23:59:59.999Z',
      at: '2026-02-28T00:00:00.000Z',
    },
    {
      bills: 'since the year 1',
      end: '0001-01-08T00:00:00Z',
      before: '2026-02-07T23:59:59.999Z',
      at: '2026-02-08T00:00:00.000Z',
    },
  ])(
    'a monthly window turns with the billing: where the governing subscription bills $bills',
    async ({ end, before, at }) => {
      const records = { USERS_ME: { subscription_tier: end === null ? 'developer' : 'pro', current_period_end: end } }
      const who = await person(['USERS_ME', 'USER_INFO'], records)
      const left = async (instant: string) => {
        const { plan } = await saidAt(instant, 'USER_INFO', who)
        return [plan.remainingMonthlyCredits, plan.totalMonthlyCredits]
      }
      expect(await left(before)).toEqual([400, 1000])
      expect(await left(at)).toEqual([1000, 1000])
      expect(await left(new Date(Date.parse(at) + 1).toISOString())).toEqual([1000, 1000])
    },
  )
})
