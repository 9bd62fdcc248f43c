import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { keepDemoSecret } from '../../src/auth/demo-secret.ts'
import { secretWeakness } from '../../src/auth/secret-strength.ts'

let directory: string

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'demo-secret-'))
})

afterEach(() => rm(directory, { recursive: true }))

test('a secret is made once, in a directory made for it, and is strong enough', async () => {
  const dataDir = join(directory, 'not', 'there', 'yet')
  const secret = await keepDemoSecret(dataDir)
  expect(secretWeakness(secret)).toBeNull()
  expect(await keepDemoSecret(dataDir)).toBe(secret)
})

test('only its owner can read the file, and no draft is left beside it', async () => {
  await keepDemoSecret(directory)
  expect(await readdir(directory)).toEqual(['demo-jwt-secret'])
  if (process.platform !== 'win32') {
    expect((await stat(join(directory, 'demo-jwt-secret'))).mode & 0o777).toBe(0o600)
  }
})

test('of many that start at once all use the same secret', async () => {
  const secrets = await Promise.all(Array.from({ length: 20 }, () => keepDemoSecret(directory)))
  expect(new Set(secrets).size).toBe(1)
})

test('two gateways have different secrets', async () => {
  expect(await keepDemoSecret(join(directory, 'a'))).not.toBe(await keepDemoSecret(join(directory, 'b')))
})

test.each([
  ['nothing', ''],
  ['something too short', 'short'],
  ['a guess', 'secret'.repeat(8)],
])('a file that holds %s is left alone and named, not its content', async (_, content) => {
  const path = join(directory, 'demo-jwt-secret')
  await writeFile(path, content)
  await expect(keepDemoSecret(directory)).rejects.toThrow(`${path} holds no usable secret`)
  expect(await readFile(path, 'utf8')).toBe(content)
})
