import type { SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils'
import { withSchemaEngine } from '../../src/store/schema-engine.ts'

/** How a live database and a Prisma schema differ: a readable list, or nothing when they agree. */
export async function schemaDifference(
  factory: SqlMigrationAwareDriverAdapterFactory,
  schema: string,
): Promise<string | undefined> {
  const files = [{ path: 'schema.prisma', content: schema }]
  const { exitCode, stdout } = await withSchemaEngine(factory, (engine) =>
    engine.diff({
      from: { tag: 'schemaDatasource', files, configDir: '' },
      to: { tag: 'schemaDatamodel', files },
      script: false,
      exitCode: true,
      filters: { externalTables: [], externalEnums: [] },
    }),
  )
  return exitCode === 0 ? undefined : (stdout ?? 'The schemas differ.')
}
