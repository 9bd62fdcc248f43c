import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils'
import { inject } from 'vitest'
import { defaultLimits } from '../../src/edge/limits.ts'
import { type Database, type DatabaseOptions, openDatabase, type ServerBounds } from '../../src/store/database.ts'
import { withCharColumns } from './char-columns.ts'
import { withDatabase, withServer } from './global-setup.ts'

/**
 * A migrated, empty database of its own, in the home of the running vitest project; gone when closed. Takes about
 * 0.3 s: one per file, in `beforeAll`, is the usual measure.
 *
 * @param bounds where a server is to be waited for otherwise than a gateway would.
 */
export async function openTestDatabase(
  bounds: Partial<ServerBounds> & Pick<DatabaseOptions, 'onStatement'> = {},
): Promise<Database> {
  const template = inject('template')
  if (template.home === 'embedded') {
    // Only the embedded project loads PGlite.
    const { openEmbedded } = await import('../../src/store/embedded.ts')
    return openEmbedded({ template: await embeddedTemplate(template.file), onStatement: bounds.onStatement })
  }
  const { url, drop } = await createTestDatabase('template')
  const database = await openDatabase({ url, dataDir: '', ...gatewayBounds, ...bounds })
  return {
    ...database,
    get isNew() {
      return database.isNew
    },
    close: async () => {
      await database.close()
      await drop()
    },
  }
}

/** As long as a gateway waits for its database, with fewer connections. */
export const gatewayBounds: ServerBounds = {
  poolSize: 5,
  waitMs: defaultLimits.databaseWaitMs,
  statementMs: defaultLimits.statementMs,
  lockMs: defaultLimits.lockMs,
  transactionMs: defaultLimits.answerMs - defaultLimits.databaseWaitMs,
}

/** A database beneath Prisma's client: for tests of the schema engine. */
export interface TestAdapter {
  readonly factory: SqlMigrationAwareDriverAdapterFactory
  close(): Promise<void>
}

export async function openTestAdapter(from: 'template' | 'nothing'): Promise<TestAdapter> {
  const template = inject('template')
  if (template.home === 'embedded') {
    const { embeddedAdapter } = await import('../../src/store/embedded.ts')
    const { PGlite } = await import('@electric-sql/pglite')
    const pglite = await PGlite.create(
      from === 'template' ? { loadDataDir: await embeddedTemplate(template.file) } : {},
    )
    return { factory: embeddedAdapter(pglite), close: () => pglite.close() }
  }
  const { openMigrationSession } = await import('../../src/store/server.ts')
  const { url, drop } = await createTestDatabase(from)
  const session = openMigrationSession(url)
  return {
    factory: withCharColumns(session.factory, session.pool),
    close: async () => {
      await session.close()
      await drop()
    },
  }
}

async function embeddedTemplate(file: string): Promise<Blob> {
  return new Blob([await readFile(file)])
}

/** A database of its own on the test server, for tests that open it in their own way: migrated, or with nothing in it. */
export async function createTestDatabase(
  from: 'template' | 'nothing',
): Promise<{ readonly url: string; drop(): Promise<void> }> {
  const server = inject('template')
  if (server.home !== 'server') throw new Error('Only a *.server.test.ts has a server: name the file so.')
  const name = `${server.prefix}${randomBytes(6).toString('hex')}`
  const source = from === 'template' ? `${server.prefix}template` : 'template1'
  await withServer(server.url, (client) => client.query(`CREATE DATABASE "${name}" TEMPLATE "${source}"`))
  return {
    url: withDatabase(server.url, name),
    drop: () =>
      withServer(server.url, async (client) => {
        await client.query(`DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`)
      }),
  }
}

/** The home of the running vitest project, for what differs on purpose. */
export function testHome(): Database['home'] {
  return inject('template').home
}
