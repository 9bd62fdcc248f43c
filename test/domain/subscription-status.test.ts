import { describe, expect, test } from 'vitest'
import { subscriptionStatuses } from '../../src/domain/subscription.ts'
import { firstStatuses, statusesAfter } from '../../src/domain/subscription-status.ts'

/** Written out by hand: what may follow each status, itself included. */
const table: Record<string, string> = {
  active: 'active canceled inactive past_due paused unpaid',
  canceled: 'active canceled incomplete trialing',
  inactive: 'active canceled inactive incomplete trialing',
  incomplete: 'active canceled incomplete trialing',
  past_due: 'active canceled past_due paused unpaid',
  paused: 'active canceled paused',
  trialing: 'active canceled past_due paused trialing',
  unpaid: 'active canceled unpaid',
}

describe('what may follow a status (our decision)', () => {
  test('every status has its row', () => {
    expect(Object.keys(table).sort()).toEqual([...subscriptionStatuses].sort())
  })

  test.each(Object.entries(table))('%s: %s', (status, allowed) => {
    expect([...statusesAfter(status)].sort().join(' ')).toBe(allowed)
  })

  test.each(subscriptionStatuses)('%s may stay what it is', (status) => {
    expect(statusesAfter(status)).toContain(status)
  })

  test.each(['grace', '', 'ACTIVE', 'constructor', '__proto__'])(
    'anything may follow %j, a word of its own',
    (word) => {
      expect([...statusesAfter(word)].sort()).toEqual([...subscriptionStatuses].sort())
    },
  )

  test('every status can be left for canceled, and canceled for whatever a subscription begins as', () => {
    for (const status of subscriptionStatuses) expect(statusesAfter(status)).toContain('canceled')
    expect(statusesAfter('canceled')).toEqual(expect.arrayContaining([...firstStatuses]))
  })
})
