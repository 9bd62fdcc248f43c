import { describe, expect, test } from 'vitest'
import { lastBoundary, nextBoundary } from '../../src/domain/billing-period.ts'

const on = (text: string) => new Date(text)

describe('the boundaries around an instant', () => {
  test.each([
    ['first of the month', null, '2026-02-07T00:00:00.000Z', '2026-02-01T00:00:00.000Z', '2026-03-01T00:00:00.000Z'],
    ['a boundary itself', null, '2026-02-01T00:00:00.000Z', '2026-02-01T00:00:00.000Z', '2026-03-01T00:00:00.000Z'],
    ['just before one', null, '2026-01-31T23:59:59.999Z', '2026-01-01T00:00:00.000Z', '2026-02-01T00:00:00.000Z'],
    [
      'over new year',
      '2026-05-08T10:30:00.500Z',
      '2027-01-03T00:00:00.000Z',
      '2026-12-08T10:30:00.500Z',
      '2027-01-08T10:30:00.500Z',
    ],
    [
      'the 31st in a short month',
      '2026-05-31T00:00:00.000Z',
      '2026-03-01T00:00:00.000Z',
      '2026-02-28T00:00:00.000Z',
      '2026-03-31T00:00:00.000Z',
    ],
    [
      'the 31st in a leap year',
      '2026-05-31T00:00:00.000Z',
      '2028-02-29T00:00:00.000Z',
      '2028-02-29T00:00:00.000Z',
      '2028-03-31T00:00:00.000Z',
    ],
    [
      '29 February in another year',
      '2028-02-29T12:00:00.000Z',
      '2029-03-01T00:00:00.000Z',
      '2029-02-28T12:00:00.000Z',
      '2029-03-29T12:00:00.000Z',
    ],
  ])('%s', (_, billing, at, last, next) => {
    const day = billing === null ? null : on(billing)
    expect(lastBoundary(on(at), day)).toEqual(on(last))
    expect(nextBoundary(on(at), day)).toEqual(on(next))
  })

  test('leave no instant out: what is next today is last once it has come', () => {
    for (const billing of ['2026-01-31T00:00:00.000Z', '2028-02-29T12:00:00.000Z', '2026-04-30T23:59:59.999Z'].map(
      on,
    )) {
      let at = on('2027-11-15T00:00:00.000Z')
      for (let turn = 0; turn < 30; turn += 1) {
        const next = nextBoundary(at, billing)
        expect(lastBoundary(next, billing)).toEqual(next)
        expect(lastBoundary(new Date(next.getTime() - 1), billing)).toEqual(lastBoundary(at, billing))
        at = next
      }
    }
  })
})
