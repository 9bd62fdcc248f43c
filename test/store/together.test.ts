import { setTimeout as delay } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { Refusal } from '../../src/domain/refusal.ts'
import { coalesced } from '../../src/store/coalesced.ts'
import { passedOver, together } from '../../src/store/together.ts'

/** Works that are named by their place and a number, with what was done of them, together and alone. */
function world(
  options: {
    readonly atOnce?: number
    readonly most?: number
    readonly doAll?: (works: readonly string[]) => Promise<(work: string) => string | typeof passedOver>
    readonly alone?: (work: string) => Promise<string>
  } = {},
) {
  const batches: (readonly string[])[] = []
  const alone: (readonly string[])[] = []
  const work = together<string, string>(
    { atOnce: options.atOnce ?? 1, most: options.most ?? 10 },
    async (works) => {
      batches.push(works)
      await delay(5)
      return options.doAll ? options.doAll(works) : (one) => `${one} together`
    },
    coalesced(10, async (_place, works) => {
      alone.push(works)
      const done = new Map<string, string>()
      for (const one of works) done.set(one, options.alone ? await options.alone(one) : `${one} alone`)
      return (one) => done.get(one) ?? 'lost'
    }),
  )
  return { batches, alone, ask: (name: string) => work(name.slice(0, 1), name) }
}

test('what comes at once goes together, whatever place it is for; what comes meanwhile goes in the next', async () => {
  const { ask, batches } = world()
  const first = ['a1', 'b1', 'a2', 'c1'].map(ask)
  await delay(2)
  const answers = await Promise.all([...first, ...['b2', 'd1'].map(ask)])
  expect(answers).toEqual(['a1', 'b1', 'a2', 'c1', 'b2', 'd1'].map((one) => `${one} together`))
  // Whose place was served just now is behind the others.
  expect(batches).toEqual([
    ['a1', 'a2', 'b1', 'c1'],
    ['d1', 'b2'],
  ])
})

test('one place is never in two batches at a time, others are', async () => {
  let end = () => {}
  const ended = new Promise<void>((resolve) => {
    end = resolve
  })
  const { ask, batches } = world({
    atOnce: 2,
    doAll: async (works) => {
      if (works.includes('a1')) await ended
      return (one) => `${one} together`
    },
  })
  const first = ask('a1')
  while (batches.length === 0) await delay(1)
  const others = [ask('a2'), ask('b1')]
  await others[1]
  end()
  await Promise.all([first, ...others])
  expect(batches).toEqual([['a1'], ['b1'], ['a2']])
})

test('a busy place leaves room for the others', async () => {
  const { ask, batches } = world({ most: 2 })
  await Promise.all(['a1', 'a2', 'a3', 'a4', 'b1', 'c1'].map(ask))
  expect(batches).toEqual([
    ['a1', 'a2'],
    ['b1', 'c1'],
    ['a3', 'a4'],
  ])
})

test('a place that is not to be had keeps nobody, and what comes for it goes the same way until it is through', async () => {
  let letThrough = () => {}
  const through = new Promise<void>((resolve) => {
    letThrough = resolve
  })
  const { ask, batches, alone } = world({
    doAll: async () => (one) => (one.startsWith('a') ? passedOver : `${one} together`),
    alone: async (one) => {
      await through
      return `${one} alone`
    },
  })
  const kept = [ask('a1'), ask('a2')]
  expect(await ask('b1')).toBe('b1 together')
  kept.push(ask('a3'))
  expect(await ask('b2')).toBe('b2 together')
  letThrough()
  expect(await Promise.all(kept)).toEqual(['a1 alone', 'a2 alone', 'a3 alone'])
  expect(batches).toEqual([['a1', 'a2', 'b1'], ['b2']])
  expect(alone.flat()).toEqual(['a1', 'a2', 'a3'])
  // From then on it is a place like others.
  await ask('a4')
  expect(batches.at(-1)).toEqual(['a4'])
})

test('a mistake fails the one it was made for, and not those that came with it', async () => {
  const { ask } = world({
    doAll: async () => {
      throw new Error('somebody')
    },
    alone: async (one) => {
      if (one === 'b1') throw new Error('b1')
      return `${one} alone`
    },
  })
  const settled = await Promise.allSettled(['a1', 'b1', 'c1'].map(ask))
  expect(settled).toEqual([
    { status: 'fulfilled', value: 'a1 alone' },
    { status: 'rejected', reason: new Error('b1') },
    { status: 'fulfilled', value: 'c1 alone' },
  ])
})

test('a database that is away fails whoever waits, at once, and is asked again by whoever comes later', async () => {
  let isAway = true
  const { ask, batches, alone } = world({
    most: 1,
    doAll: async () => {
      if (isAway) throw new Refusal('UNAVAILABLE', 'away')
      return (one) => `${one} together`
    },
  })
  const settled = await Promise.allSettled(['a1', 'a2', 'b1'].map(ask))
  expect(settled.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected'])
  expect({ batches, alone }).toEqual({ batches: [['a1']], alone: [] })
  isAway = false
  expect(await Promise.all([ask('a3'), ask('b2')])).toEqual(['a3 together', 'b2 together'])
})
