import { createHash } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { decodeJwt } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { runCommand, startGateway } from '../support/process.ts'

/** The contract's own sample, and neighbours of it. */
const alice =
  '{"id":"550e8400-e29b-41d4-a716-446655440000","email":"alice@example.com","full_name":"Alice","is_active":true,"role":"user","subscription_tier":"pro","subscription_status":"active","current_period_end":"2026-05-08T00:00:00Z","permanent_credit_balance":4200,"api_key_last_four":"7x9z","referral_code":"dc_abcdefgh"}'
const other = (id: string, changes: object) =>
  JSON.stringify({ ...JSON.parse(alice), id, email: `${id}@example.com`, referral_code: `dc_${id}`, ...changes })
const zara = other('zara', { full_name: 'Zara', current_period_end: '2026-05-08T00:00:00.250Z' })

let directory: string
let env: Record<string, string>
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'gateway-cli-'))
  env = { DATA_DIR: join(directory, 'data'), DEMO: '1' }
})
afterAll(() => rm(directory, { recursive: true, force: true }))

const run = (args: string[], input?: string) => runCommand(args, env, input)
const importUsers = (input: string, ...options: string[]) =>
  run(['import', '--system', 'users-me', ...options, '-'], input)

describe.sequential('the command line', () => {
  test('a dry run says what would happen and writes nothing', async () => {
    const rehearsal = await importUsers(`${alice}\n`, '--dry-run')
    expect(rehearsal).toMatchObject({ code: 0, stdout: expect.stringContaining('nothing was written): 1 created') })
    expect((await run(['export', '--system', 'users-me'])).stdout).toBe('')
  })

  test('a bad line is reported with number, field and reason, the rest goes in, and the exit status is 1', async () => {
    const lines = [
      alice,
      '{"id":',
      other('yan', { permanent_credit_balance: 1.5 }),
      zara,
      other('huge', { permanent_credit_balance: 1 }).replace(':1,', ':9007199254740993,'),
    ]
    const { code, stdout } = await importUsers(lines.join('\n'))
    expect(code).toBe(1)
    expect(stdout.split('\n').slice(0, -2)).toEqual([
      'line 2: refused: (body): is not valid JSON',
      'line 3: refused: permanent_credit_balance: must be a whole number',
      'line 4: normalised: current_period_end: "2026-05-08T00:00:00.250Z" → "2026-05-08T00:00:00Z"',
      'line 5: refused: permanent_credit_balance: is beyond 2^53 − 1',
    ])
    expect(stdout).toContain('2 created, 0 linked, 0 changed, 0 unchanged, 3 refused, 1 normalised')
  })

  test('a second run of the same file changes nothing', async () => {
    const { code, stdout } = await importUsers(`${alice}\n${zara}\n`)
    expect(code).toBe(0)
    expect(stdout).toContain('0 created, 0 linked, 0 changed, 2 unchanged, 0 refused')
  })

  test('what was imported is exported byte for byte, in the order it came in', async () => {
    const { stdout } = await run(['export', '--system', 'users-me'])
    const normalised = zara.replace('.250Z', 'Z')
    expect(stdout).toBe(`${alice}\n${normalised}\n`)
  })

  test('a record of another system with a known address is a collision unless linking by email is asked for', async () => {
    const info = `{"user":{"id":"123e4567-e89b-12d3-a456-426655440000","email":"Alice@example.com","createdAt":"1977-04-22T07:00:00.000Z","updatedAt":"1977-04-22T07:00:00.000Z"},"status":{"cost":0}}`
    const collision = await run(['import', '-s', 'user-info', '-'], info)
    expect(collision).toMatchObject({
      code: 1,
      stdout: expect.stringMatching(/line 1: refused: user\.email: belongs to an account of USERS_ME/),
    })
    const linked = await run(['import', '-s', 'user-info', '--link', 'email', '-'], info)
    expect(linked).toMatchObject({ code: 0, stdout: expect.stringContaining('1 linked') })
    expect((await run(['export', '-s', 'user-info'])).stdout).toBe(`${info}\n`)
  })

  test('a line that is not UTF-8 spoils no other', async () => {
    const file = join(directory, 'mixed.ndjson')
    await writeFile(
      file,
      Buffer.concat([Buffer.from(`${alice}\n`), Buffer.from([0xff, 0xfe, 0x0a]), Buffer.from(`${zara}\n`)]),
    )
    const { code, stdout } = await run(['import', '-s', 'users-me', file])
    expect(code).toBe(1)
    expect(stdout).toContain('line 2: refused: (line): is not UTF-8')
    expect(stdout).toContain('2 unchanged, 1 refused')
  })

  test('a token is printed and nothing else: by UUID, by address, by a system’s own id, for a service', async () => {
    const byAddress = await run(['token', '--account', 'ALICE@example.com'])
    expect(byAddress.code).toBe(0)
    const accountId = decodeJwt(byAddress.stdout.trim()).sub ?? ''
    expect(accountId).toMatch(/^[0-9a-f-]{36}$/)
    expect(decodeJwt((await run(['token', '--account', accountId])).stdout.trim()).sub).toBe(accountId)
    const bySystem = decodeJwt((await run(['token', '--account', 'users-me:zara', '--ttl', '15m'])).stdout.trim())
    expect(bySystem).toMatchObject({ sub: 'zara', system: 'USERS_ME' })
    expect((bySystem.exp ?? 0) - (bySystem.iat ?? 0)).toBe(900)
    const service = decodeJwt((await run(['token', '--service', 'desk', '--scope', 'account:support'])).stdout.trim())
    expect(service).toMatchObject({ sub: 'service:desk', scope: 'account:support' })
  })

  test('keys taken over by their hash go on working, and revoked ones do not', async () => {
    const line = (key: string, revokedAt: string | null) =>
      JSON.stringify({
        system: 'USERS_ME',
        legacyId: 'zara',
        sha256: createHash('sha256').update(key).digest('hex'),
        lastFour: key.slice(-4),
        createdAt: '2025-01-01T00:00:00Z',
        revokedAt,
      })
    const stranger = line('dc_key_stranger', null).replace('"zara"', '"nobody"')
    const input = [
      line('dc_key_works', null),
      line('dc_key_gone', '2026-01-01T00:00:00Z'),
      stranger,
      '{"system":"NOPE"}',
      line('dc_key_odd', null).replace('"zara"', '"za\\u0000ra"'),
    ].join('\n')
    const { code, stdout } = await run(['import-keys', '-'], input)
    expect(code).toBe(1)
    expect(stdout).toContain('line 3: refused: legacyId')
    expect(stdout).toContain('line 4: refused: system')
    expect(stdout).toContain('line 5: refused: legacyId: must be well-formed text')
    expect(stdout).toContain('2 created, 0 changed, 0 unchanged, 3 refused')

    const gateway = await startGateway(env)
    try {
      const ask = (key: string) => fetch(`${gateway.url}/api/v1/users/me`, { headers: { 'x-api-key': key } })
      const works = await ask('dc_key_works')
      expect(works.status).toBe(200)
      expect(await works.json()).toMatchObject({ id: 'zara', api_key_last_four: 'orks' })
      expect((await ask('dc_key_gone')).status).toBe(401)
    } finally {
      await gateway.end('SIGTERM')
    }
  })

  test('a token is refused in words for whom nobody can be', async () => {
    for (const args of [
      ['--account', 'nobody'],
      ['--account', 'nope:1'],
      ['--account', 'users-me:'],
      ['--service', 'a b'],
    ]) {
      const { code, stdout, stderr } = await run(['token', ...args])
      expect({ code, stdout }, args.join(' ')).toEqual({ code: 2, stdout: '' })
      expect(stderr, args.join(' ')).toMatch(/is named by/)
    }
    const withAt = await run(['token', '--account', 'users-me:who@where'])
    expect(decodeJwt(withAt.stdout.trim())).toMatchObject({ sub: 'who@where', system: 'USERS_ME' })
  })

  test('an instant to come is refused: what is true only later cannot be imported yet', async () => {
    const { code, stderr } = await importUsers(alice, '--as-of', '2999-01-01T00:00:00Z')
    expect(code).toBe(2)
    expect(stderr).toContain('Give an instant that has come.')
  })

  test('the balances agree with the journal, also of one account; nobody’s account is none', async () => {
    const all = await run(['reconcile'])
    expect(all).toMatchObject({ code: 0, stdout: expect.stringMatching(/^\d+ ledgers checked .*: no difference\n$/) })
    const one = await run(['reconcile', '--account', 'alice@example.com'])
    expect(one).toMatchObject({ code: 0, stdout: '1 ledger checked against the journal: no difference\n' })
    const nobody = await run(['reconcile', '--account', '00000000-0000-4000-8000-000000000000'])
    expect(nobody).toMatchObject({ code: 1, stderr: 'There is no such account.\n' })
  })

  test('what cannot be meant is answered with what can, and status 2', async () => {
    const system = await run(['export', '--system', 'nope'])
    expect(system).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining('Known systems: account-profile, users-me, user-profile, user-info'),
    })
    const typo = await run(['reconsile'])
    expect(typo).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('(Did you mean reconcile?)') })
    const file = await run(['import', '-s', 'users-me', join(directory, 'nowhere')])
    expect(file).toMatchObject({ code: 1, stdout: '', stderr: expect.stringMatching(/^There is no file /) })
  })

  test('for scripts, records and differences are JSON, a line each, and a summary comes last', async () => {
    const records = [alice, '{"id":', other('yan', { permanent_credit_balance: 1.5 })].join('\n')
    const imported = await run(['import', '-s', 'users-me', '--json', '-'], records)
    expect(imported).toMatchObject({ code: 1, stderr: '' })
    expect(linesOf(imported.stdout)).toEqual([
      { line: 1, status: 'unchanged', normalised: [], warnings: [] },
      { line: 2, status: 'refused', problems: [{ field: '(body)', message: 'is not valid JSON' }] },
      {
        line: 3,
        status: 'refused',
        problems: [{ field: 'permanent_credit_balance', message: 'must be a whole number' }],
      },
      {
        summary: {
          ...{ dryRun: false, created: 0, linked: 0, changed: 0, unchanged: 1, refused: 2 },
          ...{ normalised: 0, warned: 0 },
        },
      },
    ])
    const keys = await run(['import-keys', '--json', '-'], '{"system":"NOPE"}')
    expect(keys).toMatchObject({ code: 1, stderr: '' })
    expect(linesOf(keys.stdout)).toEqual([
      { line: 1, status: 'refused', field: 'system', message: expect.any(String) },
      { summary: { created: 0, changed: 0, unchanged: 0, refused: 1 } },
    ])
    const reconciled = await run(['reconcile', '--json'])
    expect(reconciled).toMatchObject({ code: 0, stderr: '' })
    expect(linesOf(reconciled.stdout)).toEqual([{ summary: { accounts: expect.any(Number), differences: 0 } }])
    const migrated = await run(['migrate', '--json'])
    expect(migrated).toEqual({ code: 0, stdout: '{"applied":[]}\n', stderr: '' })
  })
})

function linesOf(ndjson: string): unknown[] {
  return ndjson
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
}
