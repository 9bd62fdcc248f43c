import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createKeyUses, type KeyUse, type KeyUses } from '../../src/auth/key-uses.ts'

let saved: KeyUse[][]
let save: (uses: readonly KeyUse[]) => Promise<void>
let troubles: unknown[]
let uses: KeyUses
beforeEach(() => {
  vi.useFakeTimers()
  saved = []
  troubles = []
  save = async (uses) => {
    saved.push([...uses])
  }
  uses = createKeyUses(
    (some) => save(some),
    60_000,
    (error) => troubles.push(error),
  )
})
afterEach(() => {
  vi.useRealTimers()
})

const at = (seconds: number) => new Date(1_800_000_000_000 + seconds * 1000)

test('a thousand uses of two keys are one write, a minute after the first, of the latest of each', async () => {
  for (let second = 0; second < 500; second++) {
    uses.note('a', at(second))
    uses.note('b', at(second))
  }
  uses.note('a', at(3))
  await vi.advanceTimersByTimeAsync(59_999)
  expect(saved).toEqual([])
  await vi.advanceTimersByTimeAsync(1)
  expect(saved).toEqual([
    [
      { id: 'a', at: at(499) },
      { id: 'b', at: at(499) },
    ],
  ])
})

test('where no key is used, nothing is written and nothing waits', async () => {
  expect(vi.getTimerCount()).toBe(0)
  await uses.flush()
  uses.note('a', at(0))
  await vi.advanceTimersByTimeAsync(600_000)
  expect(saved).toHaveLength(1)
  expect(vi.getTimerCount()).toBe(0)
})

test('a flush writes at once, and leaves nothing for the minute', async () => {
  uses.note('a', at(0))
  await uses.flush()
  expect(saved).toEqual([[{ id: 'a', at: at(0) }]])
  await vi.advanceTimersByTimeAsync(600_000)
  expect(saved).toHaveLength(1)
})

test('a write that fails is told, raises nothing, and is made good by the next, without setting a later use back', async () => {
  const works = save
  save = async () => {
    uses.note('a', at(9))
    throw new Error('no database')
  }
  uses.note('a', at(0))
  uses.note('b', at(0))
  await uses.flush()
  expect(troubles).toEqual([new Error('no database')])
  save = works
  await vi.advanceTimersByTimeAsync(60_000)
  expect(saved).toEqual([
    [
      { id: 'a', at: at(9) },
      { id: 'b', at: at(0) },
    ],
  ])
})

test('a use that comes while another write is under way is not lost, and the flush at the end waits for both', async () => {
  let finish = () => {}
  const works = save
  save = async (some) => {
    await new Promise<void>((resolve) => {
      finish = resolve
    })
    await works(some)
  }
  uses.note('a', at(0))
  await vi.advanceTimersByTimeAsync(60_000)
  uses.note('a', at(61))
  const flushed = uses.flush()
  finish()
  await vi.advanceTimersByTimeAsync(0)
  finish()
  await flushed
  expect(saved).toEqual([[{ id: 'a', at: at(0) }], [{ id: 'a', at: at(61) }]])
})
