import { pendingMigrations, unknownMigrations } from '../../store/migrate.ts'
import { type Check, fail, notSeen, ok } from './check.ts'

export const migrationsCheck: Check = {
  name: 'migrations',
  look: async ({ data, database }) => {
    const sighting = await database().catch(() => null)
    if (sighting === null) return notSeen('the database cannot be used')
    const isEmbedded = data?.databaseUrl === null
    switch (sighting.kind) {
      case 'absent':
        return ok('none yet: whatever opens the embedded database first applies them')
      case 'held':
        return ok('applied when it was opened by whoever has it open now')
      case 'large':
        return ok('applied by whatever opens the embedded database next')
      case 'open': {
        const pending = await pendingMigrations(sighting.prisma)
        const unknown = await unknownMigrations(sighting.prisma)
        const unfinished = pending.filter(({ state }) => state === 'unfinished')
        if (unfinished.length > 0) {
          return fail(
            `begun and not finished: ${namesOf(unfinished)}`,
            `Unless one is running now, mend what it failed for, then: psql "$DATABASE_URL" -c "UPDATE _prisma_migrations SET rolled_back_at = now() WHERE finished_at IS NULL", and \`npm run -s gateway -- migrate\`.`,
          )
        }
        if (pending.length > 0) {
          const saw = `${pending.length} to apply: ${namesOf(pending)}`
          if (isEmbedded) return ok(`${saw}; the next start applies them: keep a copy of DATA_DIR before`)
          return fail(saw, 'Run `npm run -s gateway -- migrate` (docs/how-to/upgrade.md).')
        }
        if (unknown.length > 0) {
          return fail(
            `the database has ${unknown.length} of a newer version, which may count on what this one does not write: ${unknown.join(', ')}`,
            'Stop the gateways of this version, and start the version that applied them (docs/how-to/upgrade.md).',
          )
        }
        return ok('none is missing')
      }
    }
  },
}

function namesOf(migrations: readonly { readonly name: string }[]): string {
  return migrations.map(({ name }) => name).join(', ')
}
