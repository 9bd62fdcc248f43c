import { execFileSync, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { mintToken } from '../../src/auth/mint.ts'
import { demoPeople } from '../../src/demo/people.ts'
import { openDatabase } from '../../src/store/database.ts'
import { audit } from '../ledger/audit.ts'
import { testSecret } from '../support/app.ts'
import { isRoot } from '../support/cluster.ts'
import { type RunningGateway, runCommand, runGateway, startGateway } from '../support/process.ts'
import { fillUp } from './fill-up.ts'

/** One is a look; FAULTS_PER_KIND=20 is the full measure. Without it this file is left out (.config/vitest.ts). */
const perKind = Number(process.env.FAULTS_PER_KIND ?? 1)

let directory: string
let env: Record<string, string>
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'viewer-gateway-faults-'))
  env = { DATA_DIR: join(directory, 'data'), JWT_SECRET: testSecret }
})
afterEach(() => rm(directory, { recursive: true, force: true }))

const [someone] = demoPeople(new Date())
const accountId = someone?.accountId ?? ''

/** Clients that give a micro-EUR again and again, and ask with the same key until they are told that it is done. */
class Givers {
  gateway: RunningGateway
  readonly acknowledged: string[] = []
  /** Requests that ended without an answer, or were refused for now. */
  unanswered = 0
  #isOver = false
  readonly #work: Promise<unknown>

  constructor(gateway: RunningGateway, width = 4) {
    this.gateway = gateway
    this.#work = Promise.all(Array.from({ length: width }, () => this.#giving()))
  }

  /** Keys that are under way are seen through. */
  async end(): Promise<void> {
    this.#isOver = true
    await this.#work
  }

  async #giving(): Promise<void> {
    while (!this.#isOver) {
      const key = randomUUID()
      while (!(await give(this.gateway, key))) {
        this.unanswered += 1
        await setTimeout(20)
      }
      this.acknowledged.push(key)
    }
  }
}

/** Whether it was acknowledged. */
async function give(gateway: RunningGateway, idempotencyKey: string): Promise<boolean> {
  const token = await mintToken({
    secret: testSecret,
    subject: 'service:giver',
    scopes: ['credits:write'],
    ttlSeconds: 3_600,
    now: new Date(),
  })
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` }
  const query = `mutation ($input: GrantCreditsInput!) { grantCredits(input: $input) {
    entries { id } userErrors { code } } }`
  const input = { account: { accountId }, pool: 'WALLET', kind: 'PAID', amount: { eur: '0.000001' }, idempotencyKey }
  const body = JSON.stringify({ query, variables: { input } })
  try {
    const response = await fetch(`${gateway.url}/graphql`, { method: 'POST', headers, body })
    if (response.status !== 200) return false
    const { data } = (await response.json()) as { data?: { grantCredits: { entries: object[] } } }
    return data?.grantCredits.entries.length === 1
  } catch {
    return false
  }
}

/** What the directory holds once nobody has it open: each key once, and books that agree with themselves. */
async function expectEachOnce(keys: readonly string[]): Promise<void> {
  const database = await openDatabase({ dataDir: env.DATA_DIR ?? '' })
  try {
    const records = await database.prisma.idempotencyRecord.findMany({ where: { client: 'service:giver' } })
    const entries = await database.prisma.ledgerEntry.count({ where: { actor: 'service:giver' } })
    const kept = new Set(records.map(({ key }) => key))
    expect({
      lost: keys.filter((key) => !kept.has(key)).length,
      doubled: entries - keys.length,
      contradictions: await audit(database.prisma),
    }).toEqual({ lost: 0, doubled: 0, contradictions: [] })
  } finally {
    await database.close()
  }
  expect(await runCommand(['reconcile'], { DATA_DIR: env.DATA_DIR ?? '' })).toMatchObject({ code: 0 })
}

test(
  'an embedded gateway killed while it writes, again and again, loses nothing acknowledged and does nothing twice',
  async () => {
    const givers = new Givers(await startGateway(env))
    let slowest = 0
    for (let kill = 0; kill < perKind; kill += 1) {
      const before = givers.acknowledged.length
      while (givers.acknowledged.length < before + 10) await setTimeout(5)
      await setTimeout(Math.random() * 100)
      await givers.gateway.end('SIGKILL')
      const began = performance.now()
      givers.gateway = await startGateway(env)
      slowest = Math.max(slowest, performance.now() - began)
    }
    await givers.end()
    await givers.gateway.end('SIGTERM')
    expect(givers.unanswered).toBeGreaterThanOrEqual(perKind)
    await expectEachOnce(givers.acknowledged)
    console.log(
      `killed while writing: ${perKind}; ${givers.acknowledged.length} writes acknowledged, 0 lost, 0 doubled; ` +
        `up again after ${Math.round(slowest)} ms at most`,
    )
  },
  perKind * 20_000 + 60_000,
)

test(
  'a first start killed at any moment, again and again: the next one has all the demo people, whole',
  async () => {
    const began = performance.now()
    const undisturbed = await startGateway(env)
    const duration = performance.now() - began
    const whole = await peopleOf(undisturbed)
    expect(whole).toHaveLength(demoPeople(new Date()).length)
    let interrupted = 0
    for (let kill = 0; kill < perKind; kill += 1) {
      const settings = { ...env, DATA_DIR: join(directory, `first-${kill}`) }
      const first = startGateway(settings, ((kill + 0.2 + 0.6 * Math.random()) / perKind) * duration)
      // One that was ready before it was killed is a first start, too.
      const ready = await first.catch(() => null)
      if (ready === null) interrupted += 1
      else await ready.ended
      expect(await peopleOf(await startGateway(settings))).toEqual(whole)
      await rm(settings.DATA_DIR, { recursive: true, force: true })
    }
    expect(interrupted).toBeGreaterThan(0)
    console.log(
      `killed during a first start: ${perKind}, ${interrupted} of them before it was ready; all came up whole`,
    )
  },
  perKind * 30_000 + 60_000,
)

/** What every demo person's token shows, but for what the day decides; ends the gateway. */
async function peopleOf(gateway: RunningGateway): Promise<unknown[]> {
  const tokens = [...gateway.output().matchAll(/@example\.com: .*\n {2}(\S+)/g)].map(([, token]) => token)
  const query = `{ viewer { email displayName accountId restriction identities { system legacyId }
    credits { wallet { posted held } permanent monthly { total } } resources { agentCount activeApiKeyCount } } }`
  const people = await Promise.all(
    tokens.map(async (token) => {
      const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` }
      const answer = await fetch(`${gateway.url}/graphql`, { method: 'POST', headers, body: JSON.stringify({ query }) })
      const { data, errors = [] } = (await answer.json()) as { data?: unknown; errors?: { message: string }[] }
      return { data, errors: errors.map(({ message }) => message) }
    }),
  )
  expect((await gateway.end('SIGTERM')).code).toBe(0)
  return people
}

describe.skipIf(!isRoot || process.platform !== 'linux')(
  'an embedded database on a small disk (mounted, as root)',
  () => {
    let disk: string
    beforeEach(async () => {
      disk = join(directory, 'disk')
      await mkdir(disk)
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=128m', 'tmpfs', disk])
      env = { ...env, DATA_DIR: join(disk, 'data') }
    })
    afterEach(() => {
      execFileSync('umount', ['-l', disk])
    })

    test(
      'that fills up: writes are refused or the gateway ends, and with room again nothing is lost or doubled',
      async () => {
        const givers = new Givers(await startGateway(env))
        let ends = 0
        for (let fill = 0; fill < perKind; fill += 1) {
          while (givers.acknowledged.length < (fill + 1) * 10) await setTimeout(5)
          const { gateway, unanswered } = givers
          fillUp(join(disk, 'filling'))
          while (givers.unanswered < unanswered + 10) await setTimeout(5)
          const isAlive = await Promise.race([gateway.ended.then(() => false), setTimeout(100, true)])
          if (!isAlive) {
            ends += 1
            expect(await gateway.ended).toMatchObject({ code: 1, stderr: expect.stringContaining('has given up') })
            expect(await runGateway(env)).toMatchObject({ code: 1, stderr: expect.stringMatching(/has \d+ MB left/) })
          }
          rmSync(join(disk, 'filling'))
          if (!isAlive) givers.gateway = await startGateway(env)
        }
        await givers.end()
        expect((await givers.gateway.end('SIGTERM')).code).toBe(0)
        await expectEachOnce(givers.acknowledged)
        console.log(
          `embedded, disk full: ${perKind}, ${ends} of them ended the process; ${givers.acknowledged.length} writes ` +
            'acknowledged, 0 lost, 0 doubled',
        )
      },
      perKind * 60_000 + 60_000,
    )

    test('that leaves no room for the log: the process ends at once and says why; what was acknowledged is there', async () => {
      const script = `
      import { openDatabase } from ${JSON.stringify(new URL('../../src/store/database.ts', import.meta.url).href)}
      const { prisma } = await openDatabase({ dataDir: ${JSON.stringify(env.DATA_DIR)} })
      await prisma.$executeRaw\`CREATE TABLE numbers (number int)\`
      for (let number = 1; ; number++) {
        await prisma.$executeRaw\`INSERT INTO numbers VALUES (\${number})\`
        console.log(number)
        await prisma.$queryRaw\`SELECT pg_logical_emit_message(true, 'fills the log', repeat('x', 500000))::text\`
      }`
      const writer = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', script], {
        stdio: ['ignore', 'pipe', 'pipe'],
      })
      let said = ''
      writer.stderr.on('data', (text) => {
        said += text
      })
      const ended = once(writer, 'close')
      let acknowledged = 0
      for await (const line of createInterface(writer.stdout)) acknowledged = Number(line)
      expect([...(await ended), said]).toEqual([1, null, expect.stringContaining('has given up: its disk is full')])

      await expect(openDatabase({ dataDir: env.DATA_DIR ?? '' })).rejects.toThrow(/has \d+ MB left/)
      execFileSync('mount', ['-o', 'remount,size=256m', disk])
      const database = await openDatabase({ dataDir: env.DATA_DIR ?? '' })
      const [row] = await database.prisma.$queryRaw<{ count: number }[]>`SELECT count(*)::int AS count FROM numbers`
      expect(row?.count).toBeGreaterThanOrEqual(acknowledged)
      expect(acknowledged).toBeGreaterThan(0)
      await database.close()
    }, 120_000)
  },
)
