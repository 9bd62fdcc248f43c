import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { DirectoryLockedError, lockDirectory } from '../../src/store/directory-lock.ts'

let directory: string
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'viewer-gateway-lock-'))
})
const children: ChildProcess[] = []
afterEach(async () => {
  for (const child of children.splice(0)) await end(child, 'SIGKILL')
  await rm(directory, { recursive: true, force: true })
})

describe('a directory that another process holds', () => {
  it('is refused, with the holder named and a way out', async () => {
    const { child } = await taker('gateway')
    const since = new Date().toISOString().slice(0, 13)

    expect(() => lockDirectory(directory, 'import')).toThrow(DirectoryLockedError)
    expect(() => lockDirectory(directory, 'import')).toThrow(
      new RegExp(`in use by gateway \\(process ${child.pid} on .+, since ${since}.+\\)\\. Stop it first`),
    )
  })

  it('is free once the other has ended in good order', async () => {
    const { child } = await taker('gateway')
    await end(child, 'SIGTERM')
    lockDirectory(directory, 'import').release()
  })

  it('is free once the other was killed', async () => {
    const { child } = await taker('gateway')
    await end(child, 'SIGKILL')
    lockDirectory(directory, 'import').release()
  })

  it('is free once the other was killed, even if its pid runs another program by now', async () => {
    const { child } = await taker('gateway')
    await end(child, 'SIGKILL')
    await editClaim((claim) => ({ ...claim, pid: process.pid }))
    lockDirectory(directory, 'import').release()
  })
})

describe('a lock left behind', () => {
  it('goes to exactly one of several who come at once', async () => {
    for (let round = 0; round < 4; round++) {
      const { child: holder } = await taker('gateway')
      await end(holder, 'SIGKILL')
      const at = Date.now() + 1_500
      const takers = await Promise.all([1, 2, 3, 4].map((number) => taker(`taker ${number}`, at)))
      expect(takers.map((taker) => taker.outcome).sort()).toEqual(['refused', 'refused', 'refused', 'taken'])
      for (const { child } of takers) await end(child, 'SIGKILL')
    }
  })

  it('on another host or in another container is refused until it has been silent for a minute', async () => {
    const { child } = await taker('gateway')
    await end(child, 'SIGKILL')
    await editClaim((claim) => ({ ...claim, host: 'elsewhere' }))
    expect(() => lockDirectory(directory, 'import')).toThrow(/on elsewhere, .+ lapses within 60 seconds/)

    const [file] = await lockFiles()
    const silentSince = new Date(Date.now() - 61_000)
    await utimes(file, silentSince, silentSince)
    lockDirectory(directory, 'import').release()
  })

  it('that is half written is refused until it has been silent for a minute', async () => {
    lockDirectory(directory, 'gateway').release()
    const [file] = await lockFiles()
    await writeFile(file, '{"pid":')
    expect(() => lockDirectory(directory, 'import')).toThrow(DirectoryLockedError)
  })
})

describe('this process', () => {
  it('holds its own directory against itself, and frees it by release, however often', () => {
    const lock = lockDirectory(directory, 'gateway')
    expect(() => lockDirectory(directory, 'import')).toThrow(DirectoryLockedError)
    lock.release()
    lock.release()

    const next = lockDirectory(directory, 'import')
    lock.release()
    expect(() => lockDirectory(directory, 'gateway')).toThrow(/in use by import/)
    next.release()
  })

  it('leaves one small file behind', async () => {
    for (let round = 0; round < 3; round++) lockDirectory(directory, 'gateway').release()
    expect(await lockFiles()).toHaveLength(1)
  })
})

/** Another process that tries to take the directory, at a given instant if one is given, and then stays. */
async function taker(holder: string, at = 0): Promise<{ child: ChildProcess; outcome: string }> {
  const script = `
    import { lockDirectory } from ${JSON.stringify(new URL('../../src/store/directory-lock.ts', import.meta.url).href)}
    while (Date.now() < ${at}) {}
    try {
      lockDirectory(${JSON.stringify(directory)}, ${JSON.stringify(holder)})
      console.log('taken')
    } catch (error) {
      console.log(error.name === 'DirectoryLockedError' ? 'refused' : error.stack)
    }
    process.on('SIGTERM', () => process.exit(0))
    setInterval(() => {}, 1_000)`
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  children.push(child)
  const [outcome] = (await once(createInterface(child.stdout), 'line')) as [string]
  return { child, outcome }
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill(signal)
  await ended
}

async function lockFiles(): Promise<[string, ...string[]]> {
  const lock = join(directory, 'lock')
  return (await readdir(lock)).map((name) => join(lock, name)) as [string, ...string[]]
}

async function editClaim(edit: (claim: object) => object): Promise<void> {
  const [file] = await lockFiles()
  await writeFile(file, JSON.stringify(edit(JSON.parse(await readFile(file, 'utf8')))))
}
