import { setTimeout as delay } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { Refusal } from '../../src/domain/refusal.ts'
import { batched } from '../../src/store/batch.ts'

/** A database that answers a statement when it is told to, with the keys that were in it. */
function database() {
  const statements: { readonly keys: readonly number[]; readonly answer: (error?: Error) => void }[] = []
  const load = (keys: readonly number[]) =>
    new Promise<(key: number) => number>((resolve, reject) => {
      const answer = (error?: Error) => (error ? reject(error) : resolve((key) => key * 10))
      statements.push({ keys, answer })
    })
  return { statements, load, sent: () => statements.map(({ keys }) => keys) }
}

const turn = () => new Promise((resolve) => setImmediate(() => setImmediate(resolve)))

test('what is asked in one turn goes into one statement', async () => {
  const { statements, load, sent } = database()
  const read = batched(load, 64)
  const answers = Promise.all([1, 2, 3].map((key) => read(key)))
  await turn()
  expect(sent()).toEqual([[1, 2, 3]])
  statements[0]?.answer()
  expect(await answers).toEqual([10, 20, 30])
})

test('what is asked while a statement is under way goes into the next, together', async () => {
  const { statements, load, sent } = database()
  const read = batched(load, 64)
  read(1)
  await turn()
  read(2)
  await turn()
  read(3)
  expect(sent()).toEqual([[1]])
  statements[0]?.answer()
  await turn()
  expect(sent()).toEqual([[1], [2, 3]])
})

test('an answer never comes from a statement that was sent before it was asked for', async () => {
  const { statements, load, sent } = database()
  const read = batched(load, 64)
  read(1)
  await turn()
  const again = read(1)
  statements[0]?.answer()
  await turn()
  expect(sent()).toEqual([[1], [1]])
  statements[1]?.answer()
  expect(await again).toBe(10)
})

test('a slow statement holds nobody up for long', async () => {
  const { statements, load, sent } = database()
  const read = batched(load, 64)
  read(1)
  await turn()
  const neighbour = read(2)
  await delay(50)
  expect(sent()).toEqual([[1], [2]])
  statements[1]?.answer()
  expect(await neighbour).toBe(20)
  // And the next one again waits for nobody but the slow one, again not for long.
  read(3)
  await delay(50)
  expect(sent()).toEqual([[1], [2], [3]])
})

test('a statement that is full does not wait', async () => {
  const { load, sent } = database()
  const read = batched(load, 2)
  read(1)
  await turn()
  for (const key of [2, 3, 4]) read(key)
  await turn()
  expect(sent()).toEqual([[1], [2, 3]])
})

test('of one key each, none waits', async () => {
  const { load, sent } = database()
  const read = batched(load, 1)
  for (const key of [1, 2, 3]) read(key)
  await turn()
  expect(sent()).toEqual([[1], [2], [3]])
})

test('after one that failed the next goes on; its keys are asked one by one, unless it was refused', async () => {
  const { statements, load, sent } = database()
  const read = batched(load, 64)
  const refused = Promise.allSettled([1, 2].map((key) => read(key)))
  await turn()
  const failed = Promise.allSettled([3, 4].map((key) => read(key)))
  statements[0]?.answer(new Refusal('UNAVAILABLE', 'The database cannot be reached.'))
  expect((await refused).map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  await turn()
  statements[1]?.answer(new Error('One of the keys is odd.'))
  await turn()
  expect(sent()).toEqual([[1, 2], [3, 4], [3], [4]])
  statements[2]?.answer(new Error('It is this one.'))
  statements[3]?.answer()
  expect((await failed).map(({ status }) => status)).toEqual(['rejected', 'fulfilled'])
  const after = read(5)
  await turn()
  statements[4]?.answer()
  expect(await after).toBe(50)
})
