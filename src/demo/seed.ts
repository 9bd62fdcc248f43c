import { randomUUID } from 'node:crypto'
import { importApiKeys } from '../actions/import-api-keys.ts'
import { hashApiKey } from '../auth/api-key.ts'
import { importBodies } from '../rest/legacy/import-bodies.ts'
import { shapes } from '../rest/legacy/index.ts'
import { countAccounts, hasJournal } from '../store/accounts.ts'
import type { Prisma } from '../store/client/client.ts'
import type { Database } from '../store/database.ts'
import { writeRestriction } from '../store/profile.ts'
import { allOrNothing } from '../store/transactions.ts'
import { type DemoPerson, demoPeople } from './people.ts'

/**
 * Brings the demo people in, through the importer like anybody else, into a database nobody has been in; whole, so that
 * a start that is cut short leaves none of them half made.
 */
export async function seedDemo({ prisma }: Database, now: Date): Promise<void> {
  await allOrNothing(prisma, async (tx) => {
    // The journal of those who were deleted goes on under their ids, which are always the same here.
    if ((await countAccounts(tx)) > 0 || (await hasJournal(tx))) return
    for (const person of demoPeople(now)) await bringIn(tx, person, now)
  })
}

async function bringIn(tx: Prisma.TransactionClient, person: DemoPerson, now: Date): Promise<void> {
  for (const { system, body } of person.records) {
    const shape = shapes.find((one) => one.system === system)
    if (!shape) throw new Error(`The demo people need the shape ${system}.`)
    const options = { now, linkByEmail: true, newId: () => randomUUID(), newAccountId: () => person.accountId }
    const [outcome] = await importBodies(tx, shape, [JSON.stringify(body)], options)
    if (outcome?.status === 'refused') throw new Error(`A demo record was refused: ${JSON.stringify(outcome.problems)}`)
  }
  await importApiKeys(
    tx,
    (person.apiKeys ?? []).map(({ system, key, revoked }) => ({
      system,
      legacyId: legacyIdOf(person, system),
      sha256: hashApiKey(key),
      lastFour: key.slice(-4),
      createdAt: now,
      revokedAt: revoked ? now : null,
    })),
  )
  if (person.restriction) await writeRestriction(tx, person.accountId, person.restriction)
}

function legacyIdOf({ records }: DemoPerson, system: string): string {
  const body = records.find((record) => record.system === system)?.body
  return body && 'id' in body ? String(body.id) : ''
}
