import { outageOf } from '../../store/outage.ts'
import { seesPooler } from '../../store/pooler-sight.ts'
import { type Check, fail, notSeen, ok, warn } from './check.ts'

export const poolerCheck: Check = {
  name: 'pooler',
  look: async ({ data, database }) => {
    if (data === null) return notSeen('the settings do not say where the database is')
    const { databaseUrl, databasePooler } = data
    if (databaseUrl === null) return ok('none: nothing stands before the embedded database')
    // The refusal itself is the database's line.
    const outage = await database().then(
      () => null,
      (error: unknown) => outageOf(error),
    )
    if (outage !== null && outage.kind !== 'refused') return notSeen('the database cannot be used')
    const isThere = await seesPooler(databaseUrl)
    if (!isThere && databasePooler === null) return ok('none, and none is named')
    if (!isThere) {
      return warn(
        `DATABASE_POOLER names one (${databasePooler}), and DATABASE_URL leads to PostgreSQL itself`,
        'Unset DATABASE_POOLER, or let DATABASE_URL lead to the pooler.',
      )
    }
    if (databasePooler === null) {
      return fail(
        'there is one, and DATABASE_POOLER names none',
        'Set DATABASE_POOLER to session, transaction or transaction-prepared (docs/scale.md).',
      )
    }
    if (outage !== null) return fail(`${databasePooler}, and what it needs is missing: see the line of the database`)
    return ok(`${databasePooler}; that it pools so cannot be seen from here`)
  },
}
