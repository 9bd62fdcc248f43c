import { expect, test } from 'vitest'
import { sharedLook } from '../../src/edge/shared-look.ts'

function watched() {
  let time = 0
  const looks: ((seen: string) => void)[] = []
  const look = sharedLook(
    () => new Promise<string>((resolve) => looks.push(resolve)),
    () => time,
  )
  const at = (milliseconds: number) => {
    time = milliseconds
  }
  return { look, looks, at }
}

test('a crowd that asks at once costs one look, however long it takes', async () => {
  const { look, looks, at } = watched()
  const first = look()
  at(60_000)
  const crowd = Array.from({ length: 600 }, look)
  expect(looks).toHaveLength(1)
  looks[0]?.('not ready')
  expect(new Set(await Promise.all([first, ...crowd]))).toEqual(new Set(['not ready']))
})

test('what was seen holds for half a second, then somebody looks again', async () => {
  const { look, looks, at } = watched()
  const first = look()
  looks[0]?.('not ready')
  await first
  at(499)
  expect(await look()).toBe('not ready')
  at(500)
  const next = look()
  expect(looks).toHaveLength(2)
  looks[1]?.('ready')
  expect(await next).toBe('ready')
})
