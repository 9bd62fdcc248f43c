import { expect, test } from 'vitest'
import { Refusal } from '../../src/domain/refusal.ts'
import { turns } from '../../src/store/turns.ts'

/** Works that last until they are told to end, and in which order they began. */
function stage(atOnce: number) {
  const inTurn = turns(atOnce)
  const begun: string[] = []
  const ends = new Map<string, { resolve: () => void; reject: (error: unknown) => void }>()
  const start = (name: string, place = 'place') =>
    inTurn(place, async () => {
      begun.push(name)
      await new Promise<void>((resolve, reject) => ends.set(name, { resolve, reject }))
      return name
    })
  const settled = () => new Promise<void>((resolve) => setImmediate(resolve))
  const end = (name: string) => {
    ends.get(name)?.resolve()
    return settled()
  }
  const fail = (name: string, error: unknown) => {
    ends.get(name)?.reject(error)
    return settled()
  }
  return { begun, start, end, fail, settled }
}

test('two at a time, the others in the order they came, and nobody overtakes', async () => {
  const { begun, start, end, settled } = stage(2)
  const started = ['a', 'b', 'c', 'd'].map((name) => start(name))
  await settled()
  expect(begun).toEqual(['a', 'b'])
  await end('b')
  started.push(start('e'))
  await settled()
  expect(begun).toEqual(['a', 'b', 'c'])
  for (const name of ['a', 'c', 'd', 'e']) await end(name)
  expect(begun).toEqual(['a', 'b', 'c', 'd', 'e'])
  expect(await Promise.all(started)).toEqual(['a', 'b', 'c', 'd', 'e'])
  started.push(start('f'), start('g'), start('h'))
  await settled()
  expect(begun.slice(5)).toEqual(['f', 'g'])
})

test('places do not wait for one another', async () => {
  const { begun, start, settled } = stage(1)
  for (const place of ['one', 'other']) start(place, place)
  await settled()
  expect(begun).toEqual(['one', 'other'])
})

test.each([new Error('a mistake'), new Refusal('LIMIT_REACHED', 'no more')])(
  'what is wrong with one work is not the next one’s: %s',
  async (error) => {
    const { begun, start, end, fail, settled } = stage(1)
    const works = Promise.allSettled([start('a'), start('b')])
    await settled()
    await fail('a', error)
    expect(begun).toEqual(['a', 'b'])
    await end('b')
    expect(await works).toEqual([
      { status: 'rejected', reason: error },
      { status: 'fulfilled', value: 'b' },
    ])
  },
)

test('a database that is away fails whoever waits in that place, and not who comes later', async () => {
  const { begun, start, end, fail, settled } = stage(2)
  const away = new Refusal('UNAVAILABLE', 'away')
  const first = Promise.allSettled(['a', 'b', 'c', 'd'].map((name) => start(name)))
  const elsewhere = start('elsewhere', 'elsewhere')
  await settled()
  await fail('a', away)
  const later = start('later')
  await settled()
  expect(begun).toEqual(['a', 'b', 'elsewhere', 'later'])
  for (const name of ['b', 'later', 'elsewhere']) await end(name)
  const rejected = { status: 'rejected', reason: away }
  expect(await first).toEqual([rejected, { status: 'fulfilled', value: 'b' }, rejected, rejected])
  expect(await Promise.all([later, elsewhere])).toEqual(['later', 'elsewhere'])
})
