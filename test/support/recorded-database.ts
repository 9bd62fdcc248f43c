import type { SqlMigrationAwareDriverAdapterFactory, SqlQuery, SqlQueryable } from '@prisma/driver-adapter-utils'
import { PrismaClient } from '../../src/store/client/client.ts'
import type { Database } from '../../src/store/database.ts'
import { openTestAdapter, testHome } from './database.ts'

/** A database of the test's own that keeps the text of every statement that is sent to it. */
export async function openRecordedDatabase(): Promise<Database & { readonly sent: string[] }> {
  const sent: string[] = []
  const { factory, close } = await openTestAdapter('template')
  const prisma = new PrismaClient({ adapter: recorded(factory, ({ sql }) => sent.push(sql)) })
  return {
    prisma,
    sent,
    home: testHome(),
    isNew: false,
    connections: () => null,
    statements: () => sent.length,
    migrate: async () => [],
    ping: async () => {},
    close: async () => {
      await prisma.$disconnect()
      await close()
    },
  }
}

function recorded(
  factory: SqlMigrationAwareDriverAdapterFactory,
  note: (query: SqlQuery) => void,
): SqlMigrationAwareDriverAdapterFactory {
  const noting = (queryable: SqlQueryable) => ({
    provider: queryable.provider,
    adapterName: queryable.adapterName,
    queryRaw: (query: SqlQuery) => {
      note(query)
      return queryable.queryRaw(query)
    },
    executeRaw: (query: SqlQuery) => {
      note(query)
      return queryable.executeRaw(query)
    },
  })
  return {
    ...factory,
    connect: async () => {
      const adapter = await factory.connect()
      return {
        ...adapter,
        ...noting(adapter),
        startTransaction: async (level) => {
          const transaction = await adapter.startTransaction(level)
          return { ...transaction, ...noting(transaction) }
        },
      }
    },
  }
}
