import { describe, expect, test } from 'vitest'
import { amount, count, eur, fromNow, perMille, unitsOf, words } from '../../src/console/app/format.ts'

describe('an amount is shown as it is', () => {
  test.each([
    ['0.000000', '€0.00'],
    ['12.500000', '€12.50'],
    ['0.000001', '€0.000001'],
    ['-1.500000', '−€1.50'],
    ['1234567.890000', '€1,234,567.89'],
    // Beyond what a float could hold.
    ['9007199254740993.000001', '€9,007,199,254,740,993.000001'],
  ])('%s is %s', (text, shown) => {
    expect(eur(text)).toBe(shown)
  })

  test('credits are whole', () => {
    expect(amount({ eur: null, credits: 1234 })).toBe('1,234 credits')
    expect(count(-3)).toBe('−3')
    expect(unitsOf({ eur: '-0.000001', credits: null })).toBe(-1n)
  })
})

test.each([
  [0n, 10n, 0],
  [1n, 3n, 333],
  [10n, 10n, 1000],
  [11n, 10n, 1000],
  [-1n, 10n, 0],
  [1n, 0n, 0],
])('%s of %s are %s thousandths', (part, whole, share) => {
  expect(perMille(part, whole)).toBe(share)
})

test.each([
  ['2026-02-19T00:00:00.000Z', 'in 12 days'],
  ['2026-02-06T21:00:00.000Z', '3 hours ago'],
  ['2026-02-07T00:00:30.000Z', 'this minute'],
])('%s is %s', (instant, said) => {
  expect(fromNow(instant, Date.UTC(2026, 1, 7))).toBe(said)
})

test('names of the graph are read as words', () => {
  expect(words('CREDIT_LINE')).toBe('Credit line')
})
