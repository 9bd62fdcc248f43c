import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { retried } from '../../src/store/retried.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

/** How often work is done that loses every time, after so long. */
async function attemptsOf(milliseconds: number): Promise<number> {
  let attempts = 0
  const lost = retried(async () => {
    attempts += 1
    vi.advanceTimersByTime(milliseconds)
    throw Object.assign(new Error('deadlock detected'), { code: '40P01' })
  })
  const settled = expect(lost).rejects.toThrow('deadlock')
  await vi.runAllTimersAsync()
  await settled
  return attempts
}

test('work that loses soon is done four times', async () => {
  expect(await attemptsOf(1)).toBe(4)
})

test('work that takes a second to lose is not done for longer than its asker waits', async () => {
  expect(await attemptsOf(1_100)).toBe(2)
})
