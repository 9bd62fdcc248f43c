import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { exportAccounts } from '../../src/actions/export-accounts.ts'
import { importBodies } from '../../src/rest/legacy/import-bodies.ts'
import { userInfo } from '../../src/rest/legacy/user-info/index.ts'
import { usersMe } from '../../src/rest/legacy/users-me/index.ts'
import { createTestApp, type TestApp, testNow } from '../support/app.ts'
import { bodyOf } from '../support/legacy-people.ts'

let app: TestApp
beforeAll(async () => {
  app = await createTestApp()
})
afterAll(async () => {
  expect(app.bugs).toEqual([])
  await app.close()
})

const options = { now: testNow, linkByEmail: true, newId: () => randomUUID() }

test('new and linked records in one file are exported in the order of the file', async () => {
  const numbers = [501, 502, 503, 504, 505]
  const linked = [502, 504].map((number) => bodyOf('USER_INFO', number))
  await importBodies(app.database.prisma, userInfo, linked, options)
  const bodies = numbers.map((number) => bodyOf('USERS_ME', number))
  const outcomes = await importBodies(app.database.prisma, usersMe, bodies, options)
  expect(outcomes.map(({ status }) => status)).toEqual(['created', 'linked', 'created', 'linked', 'created'])
  const exported: string[] = []
  for await (const { identities } of exportAccounts(app.database.prisma, 'USERS_ME')) {
    exported.push(identities.find(({ system }) => system === 'USERS_ME')?.legacyId ?? '')
  }
  expect(exported).toEqual(bodies.map((body) => JSON.parse(body).id))
})

test('an address that one record of a system claims is a collision for another of it, governing or not (our decision)', async () => {
  const first = { email: 'before@example.com' }
  await importBodies(app.database.prisma, userInfo, [bodyOf('USER_INFO', 511, first)], options)
  await importBodies(app.database.prisma, usersMe, [bodyOf('USERS_ME', 511, first)], options)
  const moved = bodyOf('USERS_ME', 511, { email: 'after@example.com' })
  expect(await importBodies(app.database.prisma, usersMe, [moved], options)).toMatchObject([{ status: 'changed' }])

  const other = bodyOf('USERS_ME', 512, { email: 'AFTER@example.com' })
  expect(await importBodies(app.database.prisma, usersMe, [other], options)).toEqual([
    { status: 'refused', problems: [{ field: 'email', message: 'belongs to another record of USERS_ME' }] },
  ])

  // Once the address was written here, the record's word is no longer the one that counts.
  const token = await app.tokenOf('USERS_ME', JSON.parse(moved).id)
  const patched = await app.send('PATCH', '/api/v1/users/me', { email: 'here@example.com' }, token)
  expect(patched.status).toBe(200)
  expect(await importBodies(app.database.prisma, usersMe, [other], options)).toMatchObject([{ status: 'created' }])
})
