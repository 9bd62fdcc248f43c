import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest'
import { openDatabase } from '../../src/store/database.ts'
import { DirectoryLockedError } from '../../src/store/directory-lock.ts'
import { type EmbeddedOptions, openEmbedded } from '../../src/store/embedded.ts'

let dataDir: string
let options: EmbeddedOptions
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'viewer-gateway-embedded-'))
  const template = inject('template')
  if (template.home !== 'embedded') throw new Error('This file is about the embedded home.')
  options = { dataDir, template: new Blob([await readFile(template.file)]) }
})
afterEach(() => rm(dataDir, { recursive: true, force: true }))

describe('an embedded database', () => {
  it('is new once, and keeps what was written', async () => {
    const progress: string[] = []
    const first = await openEmbedded({ ...options, onProgress: (message) => progress.push(message) })
    expect(first.isNew).toBe(true)
    expect(progress).toEqual([expect.stringContaining('Creating the database')])
    await first.prisma.account.create({ data: account })
    await first.close()
    await first.close()

    const second = await openDatabase({ dataDir, onProgress: (message) => progress.push(message) })
    expect(second.isNew).toBe(false)
    expect(await second.prisma.account.count()).toBe(1)
    expect(progress).toHaveLength(1)
    await second.close()
  })

  it('is refused to a second opener, and not harmed by the attempt', async () => {
    const first = await openEmbedded(options)
    await expect(openEmbedded(options)).rejects.toThrow(DirectoryLockedError)
    await first.ping()
    await first.close()
  })

  it('whose creation was interrupted is made anew', async () => {
    const first = await openEmbedded(options)
    await first.close()
    await writeFile(join(dataDir, 'pglite.incomplete'), '')
    await rm(join(dataDir, 'pglite', 'base'), { recursive: true })

    const second = await openEmbedded(options)
    expect(second.isNew).toBe(true)
    expect(await second.prisma.account.count()).toBe(0)
    expect(existsSync(join(dataDir, 'pglite.incomplete'))).toBe(false)
    await second.close()
  })

  it('that does not open says so, and leaves the directory unlocked', async () => {
    const first = await openEmbedded(options)
    await first.close()
    await writeFile(join(dataDir, 'pglite', 'PG_VERSION'), '12\n')
    await expect(openEmbedded(options)).rejects.toThrow(/does not open/)
    await expect(openEmbedded(options)).rejects.toThrow(/does not open/)
  })

  it('keeps every acknowledged write when the process is killed', async () => {
    await (await openEmbedded(options)).close()
    const script = `
      import { openDatabase } from ${JSON.stringify(new URL('../../src/store/database.ts', import.meta.url).href)}
      const { prisma } = await openDatabase({ dataDir: ${JSON.stringify(dataDir)} })
      const account = await prisma.account.create({ data: { ...${JSON.stringify(account)} } })
      for (let code = 1; ; code++) {
        await prisma.referralCode.create({ data: { code: String(code), accountId: account.id, generated: true } })
        console.log(code)
      }`
    const writer = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let acknowledged = 0
    for await (const line of createInterface(writer.stdout)) {
      acknowledged = Number(line)
      if (acknowledged === 50) writer.kill('SIGKILL')
    }
    if (writer.signalCode === null) await once(writer, 'exit')

    const database = await openDatabase({ dataDir })
    expect(await database.prisma.referralCode.count()).toBeGreaterThanOrEqual(acknowledged)
    await database.close()
  })
})

const account = {
  id: '00000000-0000-4000-8000-000000000001',
  email: 'one@example.com',
  emailKey: 'one@example.com',
  recordedAt: '2026-11-20T12:00:00.000Z',
}
