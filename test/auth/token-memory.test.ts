import { describe, expect, test } from 'vitest'
import type { Principal } from '../../src/auth/principal.ts'
import { createTokenMemory } from '../../src/auth/token-memory.ts'
import { accountId, at, bearer, hs256, outcome, rejected, time, world } from './world.ts'

const principal: Principal = {
  client: 'jwt:default',
  subject: { kind: 'account', accountId },
  scopes: new Set(),
  via: 'jwt',
}

describe('how long', () => {
  test.each([
    ['at once', time + 600, time, true],
    ['just before 60 s', time + 600, time + 59.999, true],
    ['at 60 s', time + 600, time + 60, false],
    ['just after 60 s', time + 600, time + 60.001, false],
    ['just before its exp', time + 10, time + 9.999, true],
    ['at its exp, though the leeway would still let it in', time + 10, time + 10, false],
    ['just after its exp', time + 10, time + 10.001, false],
    ['after the clock was set back', time + 600, time - 0.001, false],
    ['already past its exp when remembered', time - 1, time, false],
    ['with an exp that is no date', Number.MAX_VALUE, time, false],
  ])('%s', (_, expiresAt, when, kept) => {
    const memory = createTokenMemory()
    memory.remember('token', principal, at(expiresAt), at(time))
    expect(memory.recall('token', at(when))).toBe(kept ? principal : null)
  })
})

describe('how many', () => {
  test('the oldest goes first, and the bound holds', () => {
    const memory = createTokenMemory(3)
    for (const token of ['a', 'b', 'c', 'd']) memory.remember(token, principal, at(time + 600), at(time))
    expect(['a', 'b', 'c', 'd'].map((token) => memory.recall(token, at(time)) !== null)).toEqual([
      false,
      true,
      true,
      true,
    ])
  })

  test('a token remembered anew is the youngest again', () => {
    const memory = createTokenMemory(2)
    for (const token of ['a', 'b', 'a', 'c']) memory.remember(token, principal, at(time + 600), at(time))
    expect(['a', 'b', 'c'].map((token) => memory.recall(token, at(time)) !== null)).toEqual([true, false, true])
  })

  test('another token is another verdict', () => {
    const memory = createTokenMemory()
    memory.remember('token', principal, at(time + 600), at(time))
    expect(memory.recall('token ', at(time))).toBeNull()
  })
})

describe('behind the front door', () => {
  test('a repeat caller gets the very same verdict', async () => {
    const { authenticate } = world()
    const headers = bearer(await hs256({}))
    const first = await authenticate(headers, at(time))
    expect(await authenticate(headers, at(time + 59.999))).toBe(first)
    expect(await authenticate(headers, at(time + 60))).not.toBe(first)
  })

  test('an expired token is refused although it was remembered', async () => {
    const { authenticate } = world()
    const headers = bearer(await hs256({ exp: time + 10 }))
    expect(await outcome(authenticate(headers, at(time)))).toMatchObject({ via: 'jwt' })
    expect(await outcome(authenticate(headers, at(time + 14.999)))).toMatchObject({ via: 'jwt' })
    expect(await outcome(authenticate(headers, at(time + 15)))).toBe(rejected)
  })

  test('a token checked after the clock was set back before its nbf is refused', async () => {
    const { authenticate } = world()
    const headers = bearer(await hs256({ nbf: time }))
    expect(await outcome(authenticate(headers, at(time)))).toMatchObject({ via: 'jwt' })
    expect(await outcome(authenticate(headers, at(time - 60)))).toBe(rejected)
  })

  test('a refusal is not remembered', async () => {
    const { authenticate } = world()
    const headers = bearer(await hs256({ nbf: time + 60 }))
    expect(await outcome(authenticate(headers, at(time)))).toBe(rejected)
    expect(await outcome(authenticate(headers, at(time + 60)))).toMatchObject({ via: 'jwt' })
  })
})
