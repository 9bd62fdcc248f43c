import { expect, test } from 'vitest'
import { Refusal } from '../../src/domain/refusal.ts'
import { coalesced } from '../../src/store/coalesced.ts'

test('what comes while a place is busy is done together, in order', async () => {
  const done: (readonly number[])[] = []
  const work = coalesced<number, number>(2, async (_place, works) => {
    await new Promise((resolve) => setTimeout(resolve, 5))
    done.push(works)
    return (one) => one * 10
  })
  expect(await Promise.all([1, 2, 3, 4].map((one) => work('place', one)))).toEqual([10, 20, 30, 40])
  expect(done).toEqual([[1], [2, 3], [4]])
})

test('a mistake fails those it was made for; those behind them are done', async () => {
  const work = coalesced<number, number>(1, async (_place, [one]) => {
    await new Promise((resolve) => setTimeout(resolve, 5))
    if (one === 1) throw new Error('one')
    return (works) => works
  })
  const settled = await Promise.allSettled([1, 2].map((one) => work('place', one)))
  expect(settled.map(({ status }) => status)).toEqual(['rejected', 'fulfilled'])
})

test('a database that is away fails whoever waits in that place at once, and nobody elsewhere', async () => {
  let tries = 0
  const work = coalesced<number, number>(1, async (place) => {
    await new Promise((resolve) => setTimeout(resolve, 5))
    if (place === 'elsewhere') return (one) => one
    tries += 1
    throw new Refusal('UNAVAILABLE', 'away')
  })
  const waiting = [1, 2, 3, 4].map((one) => work('place', one))
  const settled = await Promise.allSettled([...waiting, work('elsewhere', 5)])
  expect(settled.map(({ status }) => status)).toEqual([...waiting.map(() => 'rejected'), 'fulfilled'])
  expect(tries).toBe(1)
  await expect(work('place', 5)).rejects.toThrow('away')
})
