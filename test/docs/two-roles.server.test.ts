import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { withServer } from '../support/global-setup.ts'
import { runCommand } from '../support/process.ts'
import { pageNamed } from './pages.ts'

const template = inject('template')
const server = template.home === 'server' ? template.url : ''
// The roles are the whole server's: here they have names of their own.
const name = `viewer_gateway_test_${Date.now()}_${process.pid}_roles`
const password = randomBytes(12).toString('hex')
const statements = (
  pageNamed('docs/how-to/run-on-postgresql.md').blocks.find(({ language }) => language === 'sql')?.text ?? ''
)
  .replaceAll('gateway', name)
  .replaceAll('…', password)

const urlOf = (role: string) => {
  const url = new URL(server)
  Object.assign(url, { username: role, password, pathname: name })
  return url.href.replace(/^postgres:/, 'postgresql:')
}
const [owner, reader] = [`${name}_owner`, name]

beforeAll(async () => {
  const [first = '', second = ''] = statements.split(/^\\c .*$/m)
  await withServer(server, async (client) => {
    for (const statement of first.split(';').filter((one) => one.trim() !== '')) await client.query(statement)
  })
  const asOwner = new pg.Client({ connectionString: urlOf(owner) })
  await asOwner.connect()
  await asOwner.query(second)
  await asOwner.end()
})

afterAll(() =>
  withServer(server, async (client) => {
    await client.query(`DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`)
    for (const role of [owner, reader]) await client.query(`DROP ROLE IF EXISTS "${role}"`)
  }),
)

test('the owner migrates, and the other role may do all that a gateway does and no more', async () => {
  expect(await runCommand(['migrate'], { DATABASE_URL: urlOf(owner) })).toMatchObject({ code: 0 })
  const env = { DATABASE_URL: urlOf(reader), JWT_SECRET: randomBytes(32).toString('hex'), PORT: '0' }
  const { stdout, code } = await runCommand(['doctor', '--json'], env)
  expect(JSON.parse(stdout)).toMatchObject({ ok: true })
  expect(code).toBe(0)
  const body = { id: 'u1', email: 'u1@example.com', permanent_credit_balance: 7 }
  const imported = await runCommand(['import', '--system', 'users-me', '-'], env, `${JSON.stringify(body)}\n`)
  expect(imported).toMatchObject({ code: 0 })
  const asReader = new pg.Client({ connectionString: urlOf(reader) })
  await asReader.connect()
  await expect(asReader.query('DROP TABLE accounts')).rejects.toThrow(/must be owner|permission denied|does not exist/)
  await expect(asReader.query('CREATE TABLE mine (id int)')).rejects.toThrow(/permission denied/)
  await asReader.end()
})
