import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createMemoryCounter } from '../../src/rates/memory-counter.ts'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout'] })
})
afterEach(() => {
  vi.useRealTimers()
})

test('as many as the bound are fine, the next is not, and a minute after the first all is as new', async () => {
  const counter = createMemoryCounter(2, 10)
  expect(await counter.count('a', 1)).toMatchObject({ limit: 2, remaining: 1, resetSeconds: 60, isExceeded: false })
  vi.advanceTimersByTime(20_000)
  expect(await counter.count('a', 1)).toMatchObject({ remaining: 0, resetSeconds: 40, isExceeded: false })
  expect(await counter.count('a', 1)).toMatchObject({ remaining: 0, resetSeconds: 40, isExceeded: true })
  vi.advanceTimersByTime(39_999)
  expect(await counter.count('a', 1)).toMatchObject({ remaining: 0, resetSeconds: 1, isExceeded: true })
  vi.advanceTimersByTime(1)
  expect(await counter.count('a', 1)).toMatchObject({ remaining: 1, resetSeconds: 60, isExceeded: false })
})

test('keys are counted apart, and one may cost more than another', async () => {
  const counter = createMemoryCounter(5, 10)
  expect(await counter.count('a', 4)).toMatchObject({ remaining: 1, isExceeded: false })
  expect(await counter.count('b', 1)).toMatchObject({ remaining: 4, isExceeded: false })
  expect(await counter.count('a', 2)).toMatchObject({ remaining: 0, isExceeded: true })
})

test('what is given back can be used again; what has lapsed meanwhile is not given back', async () => {
  const counter = createMemoryCounter(2, 10)
  await counter.count('a', 2)
  await counter.giveBack('a', 1)
  expect(await counter.count('a', 1)).toMatchObject({ remaining: 0, isExceeded: false })
  vi.advanceTimersByTime(60_000)
  await counter.giveBack('a', 1)
  expect(await counter.count('a', 1)).toMatchObject({ remaining: 1 })
})

test('of more keys than may be known the oldest are forgotten, and the number stays bounded', async () => {
  const counter = createMemoryCounter(1, 1_000)
  let most = 0
  for (let key = 0; key < 10_000; key += 1) {
    await counter.count(String(key), 1)
    most = Math.max(most, counter.size)
  }
  expect(most).toBe(1_000)
  expect(await counter.count('9999', 1)).toMatchObject({ isExceeded: true })
  expect(await counter.count('9100', 1)).toMatchObject({ isExceeded: true })
  expect(await counter.count('0', 1)).toMatchObject({ isExceeded: false })
})

test('a key that comes back every minute is none of the oldest', async () => {
  const counter = createMemoryCounter(1, 3)
  await counter.count('regular', 1)
  await counter.count('once', 1)
  vi.advanceTimersByTime(60_000)
  await counter.count('regular', 1)
  await counter.count('new', 1)
  await counter.count('newer', 1)
  expect(await counter.count('regular', 1)).toMatchObject({ isExceeded: true })
})
