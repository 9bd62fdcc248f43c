import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createTestApp, type TestApp, testNow } from '../support/app.ts'
import { importingInto } from '../support/importing.ts'
import { bodyOf, importPerson, type Person } from '../support/legacy-people.ts'

type World = ReturnType<typeof importingInto>
type Whose = Pick<Person, 'accountId'>
let app: TestApp
let importOne: World['importOne']
let nextNumber: World['nextNumber']
let person: World['person']
let said: World['said']
let viewer: World['viewer']
beforeAll(async () => {
  app = await createTestApp()
  ;({ importOne, nextNumber, person, said, viewer } = importingInto(app))
})
afterAll(async () => {
  expect(app.bugs).toEqual([])
  await app.close()
})
beforeEach(() => {
  app.clock.now = testNow
})

const at = (instant: string) => {
  app.clock.now = new Date(instant)
}

describe('recordUsage', () => {
  test('counts at once, in the graph and in user-profile', async () => {
    const who = await person(['USER_PROFILE'])
    const answer = await record(who, [spans('a', 400), spans('b', 100), { ...spans('c', 2), meter: 'AGENTS' }])
    expect(answer).toEqual({
      recorded: 3,
      duplicates: 0,
      usage: {
        spans: { used: 3_000, limit: { max: 10_000 }, percent: 30, resetsAt: null, overLimit: false },
        agents: { used: 5, limit: { max: null }, percent: 0, resetsAt: null, overLimit: false },
      },
      overLimit: [],
      account: { resources: { agentCount: 3 } },
      userErrors: [],
    })
    expect((await said('USER_PROFILE', who)).subscription).toMatchObject({ spansUsed: 3_000, usagePercentage: 30 })
    expect((await said('USER_PROFILE', who)).resources.agentCount).toBe(3)
  })

  test('counts an event once, however often it is sent, now or later', async () => {
    const who = await person(['USER_PROFILE'])
    const event = { ...spans('a', 10), occurredAt: '2026-02-07T00:00:00Z' }
    expect(await record(who, [event, spans('b', 1), event, spans('a', 10)])).toMatchObject({
      recorded: 2,
      duplicates: 2,
    })
    at('2026-02-08T00:00:00.000Z')
    expect(await record(who, [event, spans('b', 1), spans('c', 1)])).toMatchObject({ recorded: 1, duplicates: 2 })
    expect(await record(who, [event])).toMatchObject({ recorded: 0, duplicates: 1, usage: { spans: { used: 2_512 } } })
  })

  test('keeps one account’s events apart from another’s', async () => {
    const [one, other] = [await person(['USER_PROFILE']), await person(['USER_PROFILE'])]
    expect(await record(one, [spans('a', 10)])).toMatchObject({ recorded: 1 })
    expect(await record(other, [spans('a', 20)])).toMatchObject({ recorded: 1, usage: { spans: { used: 2_520 } } })
  })

  test('an id that was used for another event is an IDEMPOTENCY_MISMATCH, and nothing of the report is recorded', async () => {
    const who = await person(['USER_PROFILE'])
    await record(who, [{ ...spans('a', 10), occurredAt: '2026-02-07T00:00:00Z' }])
    const others = [
      spans('a', 11),
      { ...spans('a', 10), meter: 'AGENTS' },
      { ...spans('a', 10), occurredAt: '2026-02-06T23:59:59.999Z' },
    ]
    for (const other of others)
      expect(await record(who, [spans('new', 1), other, spans('a', 10)])).toEqual(
        refused({ field: 'events.1.id', message: 'was used for another event', code: 'IDEMPOTENCY_MISMATCH' }),
      )
    expect((await record(who, [spans('x', 1), spans('y', 1), spans('x', 2), spans('y', 3)])).userErrors).toMatchObject([
      { field: 'events.2.id' },
      { field: 'events.3.id' },
    ])
    expect(await record(who, [spans('new', 1)])).toMatchObject({ recorded: 1, usage: { spans: { used: 2_511 } } })
  })

  test('records what goes beyond the limit, and says so', async () => {
    const who = await person(['USER_PROFILE'])
    expect(await record(who, [spans('a', 7_500)])).toMatchObject({ overLimit: [], usage: { spans: { percent: 100 } } })
    expect(await record(who, [spans('b', 1)])).toMatchObject({
      recorded: 1,
      overLimit: ['SPANS'],
      usage: { spans: { used: 10_001, percent: 100, overLimit: true } },
    })
    await set(who, { plan: 'DEVELOPER' })
    expect(await record(who, [{ ...spans('c', 1), meter: 'AGENTS' }])).toMatchObject({
      overLimit: ['AGENTS'],
      usage: { agents: { used: 4, limit: { max: 1 }, overLimit: true } },
    })
  })

  test('without a subscription every limit is nought, and what is used is counted all the same', async () => {
    const who = await person(['ACCOUNT_PROFILE'])
    expect(await record(who, [spans('a', 5)])).toMatchObject({ recorded: 1, usage: null, overLimit: ['SPANS'] })
    expect((await said('USER_PROFILE', who)).subscription).toMatchObject({ spansUsed: 0, spansLimit: 0 })
    expect(await countersOf(who)).toEqual(['SPANS 2026-01-01T08:00:00.000Z – 5'])
    await set(who, { plan: 'STARTER' })
    expect(await record(who, [spans('b', 2)])).toMatchObject({ overLimit: [], usage: { spans: { used: 2 } } })
  })

  const wrong: [string, Record<string, unknown>, string, string][] = [
    ['an empty id', { id: '' }, 'id', 'must be 1 to 255 characters'],
    ['an id too long', { id: '😀'.repeat(256) }, 'id', 'must be 1 to 255 characters'],
    ['U+0000 in an id', { id: 'a\0' }, 'id', 'must be well-formed text without U+0000'],
    ['nothing', { quantity: 0 }, 'quantity', 'must be from 1 to 1000000000000'],
    ['less than nothing', { quantity: -1 }, 'quantity', 'must be from 1 to 1000000000000'],
    ['too much', { quantity: 10 ** 12 + 1 }, 'quantity', 'must be from 1 to 1000000000000'],
    ['what is still to happen', { occurredAt: '2026-02-07T00:05:00.001Z' }, 'occurredAt', 'must not be in the future'],
    ['a year nought', { occurredAt: '0000-01-01T00:00:00Z' }, 'occurredAt', 'must be of the years 1 to 9999'],
  ]
  test.each(wrong)('%s is INVALID, named by its place, and nothing is recorded', async (_, change, field, message) => {
    const who = await person(['USER_PROFILE'])
    const answer = await record(who, [spans('a', 1), { ...spans('b', 1), ...change }])
    expect(answer).toEqual(refused({ field: `events.1.${field}`, message, code: 'INVALID' }))
    expect(await record(who, [spans('a', 1)])).toMatchObject({ recorded: 1, usage: { spans: { used: 2_501 } } })
  })

  test('takes 1 to 500 events, the longest ids and the largest quantities', async () => {
    const who = await person(['USER_PROFILE'])
    const many = Array.from({ length: 501 }, (_, index) => spans(index === 1 ? '😀'.repeat(255) : `${index}`, 10 ** 12))
    const field = 'events'
    expect((await record(who, [])).userErrors).toMatchObject([{ field, message: 'must hold an event' }])
    expect((await record(who, many)).userErrors).toMatchObject([{ field, message: 'must hold at most 500 events' }])
    expect(await record(who, many.slice(1))).toMatchObject({
      recorded: 500,
      usage: { spans: { used: 500_000_000_002_500 } },
    })
  })

  test('no count passes 2^53 − 1, alone or beside the agents there are', async () => {
    const used = Number.MAX_SAFE_INTEGER - 10
    const { subscription } = JSON.parse(bodyOf('USER_PROFILE', 0))
    const who = await person(['USER_PROFILE'], {
      USER_PROFILE: {
        subscription: { ...subscription, spansUsed: used },
        resources: { agentCount: used, activeApiKeyCount: 0 },
      },
    })
    for (const meter of ['SPANS', 'AGENTS']) {
      const beyond = await record(who, [{ ...spans(`${meter} 1`, 11), meter }])
      const message = `take the count of ${meter} beyond 2^53 − 1`
      expect(beyond).toEqual(refused({ field: 'events', message, code: 'INVALID' }))
      expect(await record(who, [{ ...spans(`${meter} 2`, 10), meter }])).toMatchObject({ recorded: 1 })
    }
    const { usage } = (await viewer('subscription { usage { spans { used } agents { used } } }', who)).subscription
    expect([usage.spans.used, usage.agents.used]).toEqual([Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER])
  })

  test('a changed record moves the count by its own difference: what was recorded here stays', async () => {
    const number = nextNumber()
    const who = await importPerson(app, number, ['USER_PROFILE'])
    const { subscription } = JSON.parse(bodyOf('USER_PROFILE', number))
    await record(who, [spans('a', 100)])
    await importOne('USER_PROFILE', number, {
      subscription: { ...subscription, spansUsed: 2_600, usagePercentage: 26 },
    })
    expect((await said('USER_PROFILE', who)).subscription.spansUsed).toBe(2_700)
  })

  test('needs the scope, and an account: FORBIDDEN, UNAUTHENTICATED, NOT_FOUND', async () => {
    const who = await person(['USERS_ME'])
    const input = { account: { accountId: who.accountId }, events: [spans('a', 1)] }
    const own = await app.query(recording, await app.token(who.accountId), { input })
    expect(own.errors?.[0].extensions).toMatchObject({ code: 'FORBIDDEN', scope: 'usage:write' })
    expect((await app.query(recording, null, { input })).errors?.[0].extensions.code).toBe('UNAUTHENTICATED')
    const nobody = { accountId: '00000000-0000-4000-8000-000000000000' }
    expect((await record(nobody, [spans('a', 1)])).userErrors).toMatchObject([{ field: 'account', code: 'NOT_FOUND' }])
  })
})

describe('the period an event belongs to', () => {
  test('counting starts again at the boundary itself, with nobody awake, and the meter says when', async () => {
    const who = await person(['ACCOUNT_PROFILE'])
    await set(who, { plan: 'PRO' })
    await record(who, [spans('a', 7)])
    const meter = async (instant: string) => {
      at(instant)
      const { spans } = (await viewer('subscription { usage { spans { used resetsAt } } }', who)).subscription.usage
      return [spans.used, spans.resetsAt, (await said('USER_PROFILE', who)).subscription.spansUsed]
    }
    const end = '2026-03-07T00:00:00.000Z'
    expect(await meter('2026-03-06T23:59:59.999Z')).toEqual([7, end, 7])
    expect(await meter(end)).toEqual([0, null, 0])
    expect(await meter('2026-03-07T00:00:00.001Z')).toEqual([0, null, 0])

    at('2026-05-20T12:00:00.000Z')
    await record(who, [spans('b', 1)])
    expect(await meter('2026-05-20T12:00:00.000Z')).toEqual([1, '2026-06-07T00:00:00.000Z', 1])
    expect(await countersOf(who)).toEqual([
      'AGENTS 2026-02-07T00:00:00.000Z 2026-03-07T00:00:00.000Z 0',
      'SPANS 2026-02-07T00:00:00.000Z 2026-03-07T00:00:00.000Z 7',
      'SPANS 2026-05-07T00:00:00.000Z 2026-06-07T00:00:00.000Z 1',
    ])
  })

  test('a billing on 29 February turns on the 29th, and at the end of a February without one', async () => {
    const who = await person(['ACCOUNT_PROFILE'])
    at('2028-02-29T12:00:00.000Z')
    await set(who, { plan: 'PRO', currentPeriodEnd: '2032-02-29T12:00:00.000Z' })
    const turns = [
      ['2028-03-29T11:59:59.999Z', '2028-03-29T12:00:00.000Z'],
      ['2028-03-29T12:00:00.000Z', '2028-04-29T12:00:00.000Z'],
      ['2029-02-28T11:59:59.999Z', '2029-02-28T12:00:00.000Z'],
      ['2029-02-28T12:00:00.000Z', '2029-03-29T12:00:00.000Z'],
    ] as const
    for (const [instant, resetsAt] of turns) {
      at(instant)
      expect((await record(who, [spans(instant, 1)])).usage.spans).toMatchObject({ used: 1, resetsAt })
    }
  })

  test('an event of an earlier period counts into that period’s own counter; of one without a counter, nowhere', async () => {
    const who = await person(['ACCOUNT_PROFILE'])
    await set(who, { plan: 'PRO' })
    await record(who, [spans('first', 1)])
    at('2026-03-10T00:00:00.000Z')
    await record(who, [spans('second', 10)])
    const late = (id: string, occurredAt: string, quantity: number) => ({ ...spans(id, quantity), occurredAt })
    const answer = await record(who, [
      late('at its last instant', '2026-03-06T23:59:59.999Z', 100),
      late('at the boundary', '2026-03-07T00:00:00.000Z', 1_000),
      late('before there was a counter', '2026-02-06T23:59:59.999Z', 10_000),
      late('a little ahead', '2026-03-10T00:05:00.000Z', 100_000),
    ])
    expect(answer).toMatchObject({ recorded: 4, usage: { spans: { used: 101_010 } } })
    expect((await countersOf(who)).filter((one) => one.startsWith('SPANS'))).toEqual([
      'SPANS 2026-02-07T00:00:00.000Z 2026-03-07T00:00:00.000Z 101',
      'SPANS 2026-03-07T00:00:00.000Z 2026-04-07T00:00:00.000Z 101010',
    ])
    at('2026-06-10T00:00:00.000Z')
    await record(who, [spans('third', 1), late('of a month without a counter', '2026-05-01T00:00:00.000Z', 5)])
    expect((await countersOf(who)).at(-1)).toBe('SPANS 2026-06-07T00:00:00.000Z 2026-07-07T00:00:00.000Z 1')
  })

  test('what is first recorded of an account counts from the last boundary of its billing', async () => {
    const who = await person(['USERS_ME'])
    const occurredAt = '2026-01-08T00:00:00.000Z'
    const before = '2026-01-07T23:59:59.999Z'
    await record(who, [
      { ...spans('a', 3), occurredAt },
      { ...spans('b', 9), occurredAt: before },
    ])
    expect(await countersOf(who)).toEqual(['SPANS 2026-01-08T00:00:00.000Z 2026-02-08T00:00:00.000Z 3'])
  })

  test('another plan counts from nought; what was used before it goes to the counter it left', async () => {
    const who = await person(['USER_PROFILE'])
    at('2026-02-10T00:00:00.000Z')
    await record(who, [spans('a', 100), { ...spans('b', 5), meter: 'AGENTS' }])
    expect((await set(who, { plan: 'PRO' })).userErrors).toEqual([])
    const late = { ...spans('late', 1), occurredAt: '2026-02-09T23:59:59.999Z' }
    expect((await record(who, [late, spans('new', 2)])).usage).toMatchObject({
      spans: { used: 2, resetsAt: '2026-03-10T00:00:00.000Z' },
      agents: { used: 3, resetsAt: '2026-03-10T00:00:00.000Z' },
    })
    expect((await countersOf(who)).filter((one) => one.startsWith('SPANS'))).toEqual([
      'SPANS 2026-02-07T00:00:00.000Z – 2601',
      'SPANS 2026-02-10T00:00:00.000Z 2026-03-10T00:00:00.000Z 2',
    ])
  })

  test('a new period of the same plan counts from nought, a repeated one and one still to come do not', async () => {
    const who = await person(['ACCOUNT_PROFILE'])
    await set(who, { plan: 'PRO' })
    await record(who, [spans('a', 7)])
    const used = async () => (await said('USER_PROFILE', who)).subscription.spansUsed
    const period = (start: string, end: string) => ({ plan: 'PRO', currentPeriodStart: start, currentPeriodEnd: end })

    at('2026-02-20T00:00:00.000Z')
    await set(who, period('2026-03-07T00:00:00Z', '2026-04-07T00:00:00Z'))
    expect(await used()).toBe(7)
    await set(who, period('2026-02-01T00:00:00Z', '2026-03-07T00:00:00Z'))
    expect(await used()).toBe(7)
    await set(who, period('2026-02-19T00:00:00Z', '2026-03-19T00:00:00Z'))
    expect(await used()).toBe(0)
    await record(who, [{ ...spans('b', 2), occurredAt: '2026-02-19T00:00:00Z' }])
    expect(await used()).toBe(2)
    await set(who, { ...period('2026-02-19T00:00:00Z', '2026-03-19T00:00:00Z'), status: 'PAST_DUE' })
    expect(await used()).toBe(2)
  })
})

const recording = `mutation ($input: RecordUsageInput!) {
  recordUsage(input: $input) {
    recorded duplicates overLimit userErrors { field message code } account { resources { agentCount } }
    usage {
      spans { used limit { max } percent resetsAt overLimit }
      agents { used limit { max } percent resetsAt overLimit }
    }
  }
}`

function spans(id: string, quantity: number) {
  return { id, meter: 'SPANS', quantity }
}

function refused(error: Record<'field' | 'message' | 'code', string>) {
  return { recorded: 0, duplicates: 0, usage: null, overLimit: [], account: null, userErrors: [error] }
}

async function record({ accountId }: Whose, events: readonly unknown[]) {
  const token = await app.token('service:meter', ['usage:write', 'account:support'])
  const { data, errors } = await app.query(recording, token, { input: { account: { accountId }, events } })
  if (errors) throw new Error(JSON.stringify(errors))
  return data.recordUsage
}

async function set({ accountId }: Whose, input: Record<string, unknown>) {
  const text = `mutation ($input: SetSubscriptionInput!) {
    setSubscription(input: $input) { userErrors { field message code } }
  }`
  const token = await app.token('service:billing', ['subscriptions:write', 'account:support'])
  const { data, errors } = await app.query(text, token, { input: { account: { accountId }, ...input } })
  if (errors || data.setSubscription.userErrors.length > 0) throw new Error(JSON.stringify({ data, errors }))
  return data.setSubscription
}

async function countersOf({ accountId }: Whose): Promise<string[]> {
  const rows = await app.database.prisma.usageCounter.findMany({
    where: { accountId },
    orderBy: { periodStart: 'asc' },
  })
  const texts = rows.map(({ meter, periodStart, periodEnd, used }) =>
    [meter, periodStart.toISOString(), periodEnd?.toISOString() ?? '–', used].join(' '),
  )
  return texts.sort()
}
