import { expect, test } from 'vitest'
import { defects } from './defects.ts'
import { misfitOf } from './gateway-copy.ts'

test.each(defects)('“$name” can still be seeded (npm run test:defects seeds it)', async (defect) => {
  expect(await misfitOf(defect)).toBeNull()
})

test('there are enough of them, and no two alike', () => {
  expect(defects.length).toBeGreaterThanOrEqual(28)
  expect(new Set(defects.map(({ name }) => name)).size).toBe(defects.length)
  expect(new Set(defects.map(({ file, find, replace }) => [file, find, replace].join('\n'))).size).toBe(defects.length)
})
