import { randomBytes, randomUUID } from 'node:crypto'
import { link, mkdir, open, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { secretWeakness } from './secret-strength.ts'

/**
 * The HS256 secret of a gateway that was given none: made at the first start, kept in the data directory (mode 0600)
 * and used again, so that demo tokens outlive a restart.
 *
 * @throws Error when the file holds something else than a usable secret: replacing it would be a silent loss.
 */
export async function keepDemoSecret(dataDir: string): Promise<string> {
  const path = join(dataDir, 'demo-jwt-secret')
  const kept = (await readIfThere(path)) ?? (await create(dataDir, path))
  const secret = kept.trim()
  if (secretWeakness(secret) !== null)
    throw new Error(`${path} holds no usable secret: delete it to have a new one made.`)
  return secret
}

/**
 * Written beside, then linked into place: a link never overwrites, so of two processes that start at once both use the
 * first one's secret, and neither can read half of it.
 */
async function create(dataDir: string, path: string): Promise<string> {
  await mkdir(dataDir, { recursive: true })
  const draft = `${path}.${randomUUID()}`
  try {
    const file = await open(draft, 'wx', 0o600)
    try {
      await file.writeFile(`${randomBytes(32).toString('base64url')}\n`)
      await file.sync()
    } finally {
      await file.close()
    }
    await link(draft, path).catch((error: unknown) => {
      if (!hasCode(error, 'EEXIST')) throw error
    })
  } finally {
    await rm(draft, { force: true })
  }
  return readFile(path, 'utf8')
}

async function readIfThere(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return null
    throw error
  }
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}
