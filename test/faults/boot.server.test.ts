import { afterEach, beforeEach, expect, test } from 'vitest'
import { openDatabase } from '../../src/store/database.ts'
import { migrationNames } from '../../src/store/migrate.ts'
import { testSecret } from '../support/app.ts'
import { createTestDatabase } from '../support/database.ts'
import { withServer } from '../support/global-setup.ts'
import { runCommand, runGateway, startGateway } from '../support/process.ts'

let server: Awaited<ReturnType<typeof createTestDatabase>>
beforeEach(async () => {
  server = await createTestDatabase('nothing')
})
afterEach(() => server.drop())

test('a gateway on a half-migrated database is not ready, names what is missing, and is when it is there', async () => {
  const names = await migrationNames()
  const last = names.at(-1) ?? ''
  const database = await openDatabase({ url: server.url, dataDir: '' })
  await database.migrate()
  await database.close()
  const set = (column: string) =>
    withServer(server.url, (client) =>
      client.query(`UPDATE _prisma_migrations SET ${column} WHERE migration_name = $1`, [last]),
    )

  await set('finished_at = NULL')
  const gateway = await startGateway({ DATABASE_URL: server.url, JWT_SECRET: testSecret })
  try {
    const said = async () => {
      const answer = await fetch(`${gateway.url}/readyz`)
      return [answer.status, await answer.text()]
    }
    expect(await said()).toEqual([503, `not ready: migrations are not applied: ${last} (unfinished)\n`])
    await set(`migration_name = 'another one'`)
    // What was seen is told again for half a second.
    await expect.poll(said).toEqual([503, `not ready: migrations are not applied: ${last} (missing)\n`])
    await withServer(server.url, (client) =>
      client.query(
        `UPDATE _prisma_migrations SET migration_name = $1, finished_at = now()
        WHERE migration_name = 'another one'`,
        [last],
      ),
    )
    await expect.poll(said).toEqual([200, 'ready\n'])
  } finally {
    await gateway.end('SIGTERM')
  }
})

test('a demo on a server that cannot be reached ends at once, and says what to do (our decision)', async () => {
  const env = { DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none', DEMO: '1', JWT_SECRET: testSecret }
  expect(await runGateway(env)).toMatchObject({
    code: 1,
    stderr: 'The database cannot be reached, and the demo begins in it: see DATABASE_URL, or set DEMO=0.\n',
  })
})

test('a migration of a server that cannot be reached says so, in a line', async () => {
  expect(await runCommand(['migrate'], { DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' })).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/^(?:Bringing.*\n)?The database cannot be reached: see DATABASE_URL\.\n$/),
  })
})
