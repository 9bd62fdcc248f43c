import { ColumnTypeEnum, type SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils'
import type pg from 'pg'

/**
 * The catalogue's one-letter type "char", which the schema engine reads when it compares schemas and which
 * `@prisma/adapter-pg` 7.10 refuses: shown to the adapter as text, and given its own name again behind it.
 */
export function withCharColumns(
  factory: SqlMigrationAwareDriverAdapterFactory,
  pool: pg.Pool,
): SqlMigrationAwareDriverAdapterFactory {
  const charColumnsOf = new WeakMap<unknown[], Set<number>>()
  const query = pool.query.bind(pool) as (...args: unknown[]) => Promise<pg.QueryResult>
  const queryAsText = async (...args: unknown[]) => {
    const result = await query(...args)
    const fields = result.fields ?? []
    charColumnsOf.set(
      result.rows ?? [],
      new Set(fields.flatMap(({ dataTypeID }, index) => (dataTypeID === 18 ? [index] : []))),
    )
    for (const field of fields) if (field.dataTypeID === 18) field.dataTypeID = 25
    return result
  }
  Object.assign(pool, { query: queryAsText })
  return {
    ...factory,
    connect: async () => {
      const adapter = await factory.connect()
      return {
        ...adapter,
        queryRaw: async (query) => {
          const result = await adapter.queryRaw(query)
          const charColumns = charColumnsOf.get(result.rows)
          return {
            ...result,
            columnTypes: result.columnTypes.map((type, index) =>
              charColumns?.has(index) ? ColumnTypeEnum.Character : type,
            ),
          }
        },
      }
    },
  }
}
