import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { openDatabase } from '../../src/store/database.ts'
import { makePeople } from './people.ts'

/** An embedded database in a directory of its own, with the people a server would have. */
export async function makeEmbeddedPeople(
  dataDir: string,
  count: number,
  now: Date,
  onProgress: (made: number) => void,
): Promise<void> {
  const database = await openDatabase({ dataDir, holder: 'bench' })
  await database.close()
  const pglite = await PGlite.create(join(dataDir, 'pglite'))
  try {
    await makePeople(pglite, 1, count, now, {}, onProgress)
    await pglite.query('VACUUM ANALYZE')
    await pglite.query('CHECKPOINT')
  } finally {
    await pglite.close()
  }
}
