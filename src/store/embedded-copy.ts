import { access } from 'node:fs/promises'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { PrismaClient } from './client/client.ts'
import { embeddedAdapter } from './embedded.ts'

/**
 * Opens a copy of an embedded database as it is, without bringing it up to date and without a lock.
 *
 * Raises what PGlite says when it does not open.
 */
export async function openCopy(directory: string): Promise<{ prisma: PrismaClient; close(): Promise<void> }> {
  // PGlite would make a new database among whatever else is there.
  await access(join(directory, 'PG_VERSION'))
  const pglite = await PGlite.create({ dataDir: directory })
  const prisma = new PrismaClient({ adapter: embeddedAdapter(pglite) })
  return {
    prisma,
    close: async () => {
      await prisma.$disconnect()
      await pglite.close()
    },
  }
}
