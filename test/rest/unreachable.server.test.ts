import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest'
import { createTestApp, type TestApp } from '../support/app.ts'
import { withServer } from '../support/global-setup.ts'
import { importPerson, type Person } from '../support/legacy-people.ts'
import { expectCell, expectNothingLeaked, type RestFace, type Route, restFaces, routes } from './situation-table.ts'

let app: TestApp
let person: Person
let token: string
beforeEach(async () => {
  app = await createTestApp()
  person = await importPerson(app, 1)
  token = await app.token(person.accountId)
})
afterEach(() => app.close())

describe('a database that was there a moment ago', () => {
  test('it was dropped and its connections cut: every route says so, again and again', async () => {
    expect((await app.get('/user/info', token)).status).toBe(200)
    await onServer(`DROP DATABASE "${await databaseName()}" WITH (FORCE)`)
    const all = restFaces.flatMap((face) => routes[face].map((route) => ({ face, route })))
    for (const { face, route } of [...all, ...all]) await expectUnavailable(face, route)
    expect(app.bugs).toEqual([])
  })

  test('its connections were cut, as by a restart: the next try works', async () => {
    expect((await app.get('/user/info', token)).status).toBe(200)
    await onServer(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${await databaseName()}'`)
    const before: number[] = []
    for (let status = 0; status !== 200 && before.length < 10; ) {
      status = (await app.get('/user/info', token)).status
      before.push(status)
    }
    expect(before.pop()).toBe(200)
    expect(before.filter((status) => status !== 503)).toEqual([])
    expect(app.bugs).toEqual([])
  })

  test('it takes no connections', async () => {
    const name = await databaseName()
    await onServer(`ALTER DATABASE "${name}" ALLOW_CONNECTIONS false`)
    await onServer(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${name}'`)
    // A connection that was cut says so once.
    await app.get('/user/info', token)
    for (const face of restFaces) for (const route of routes[face]) await expectUnavailable(face, route)
    expect(app.bugs).toEqual([])
  })

  test('it only reads, as a standby does: reads work, writes say that it is away', async () => {
    await onServer(`ALTER DATABASE "${await databaseName()}" SET default_transaction_read_only = on`)
    await onServer(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${await databaseName()}'`)
    await app.get('/user/info', token)
    expect((await app.get('/user/info', token)).status).toBe(200)
    for (const route of routes['users-me'].slice(1)) await expectUnavailable('users-me', route)
    for (const route of routes['account-profile'].slice(1)) await expectUnavailable('account-profile', route)
    expect(app.bugs).toEqual([])
  })
})

describe('a database that is overloaded', () => {
  test('somebody else holds the account’s row: a write gives up, reads go on', async () => {
    await withServer(await databaseUrl(), async (client) => {
      await client.query('BEGIN')
      await client.query('SELECT 1 FROM accounts FOR UPDATE')
      const writes = [
        expectUnavailable('users-me', routes['users-me'][1]),
        expectUnavailable('account-profile', routes['account-profile'][1]),
        expectUnavailable('account-profile', routes['account-profile'][2]),
      ]
      await new Promise((resolve) => setTimeout(resolve, 300))
      for (const face of restFaces) expect((await app.get(routes[face][0].path, token)).status).toBe(200)
      await Promise.all(writes)
      await client.query('ROLLBACK')
    })
    expect(app.bugs).toEqual([])
    expect(await (await app.get('/api/v1/users/me', token)).text()).toContain('"full_name":"Ada Lovelace"')
  })

  test('no connection becomes free', async () => {
    const { prisma } = app.database
    const busy = Array.from({ length: 5 }, () => prisma.$queryRaw`SELECT pg_sleep(1.6)::text`)
    // The statements above are on their way once the pool is asked for one more connection.
    const sent = Promise.all(busy)
    await new Promise((resolve) => setTimeout(resolve, 100))
    await Promise.all(restFaces.flatMap((face) => routes[face].map((route) => expectUnavailable(face, route))))
    await sent
    expect(app.bugs).toEqual([])
    expect((await app.get('/user/info', token)).status).toBe(200)
  })
})

async function expectUnavailable(face: RestFace, { method, path, body }: Route): Promise<void> {
  const response = await app.send(method, path, body, token)
  expectNothingLeaked(await response.clone().text())
  await expectCell('database unreachable', face, response)
}

async function databaseName(): Promise<string> {
  const [row] = await app.database.prisma.$queryRaw<{ name: string }[]>`SELECT current_database() AS name`
  return row?.name ?? ''
}

async function databaseUrl(): Promise<string> {
  const url = new URL(serverUrl())
  url.pathname = await databaseName()
  return url.href
}

function onServer(sql: string): Promise<unknown> {
  return withServer(serverUrl(), (client) => client.query(sql))
}

function serverUrl(): string {
  const server = inject('template')
  if (server.home !== 'server') throw new Error('This file runs on a server only.')
  return server.url
}
