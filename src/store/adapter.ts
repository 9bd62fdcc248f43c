import type {
  SqlDriverAdapter,
  SqlMigrationAwareDriverAdapterFactory,
  SqlQuery,
  SqlQueryable,
  Transaction,
} from '@prisma/driver-adapter-utils'

/** What a home does better than its driver adapter, and who counts. */
export interface AdapterRepairs {
  /** Runs a script of several statements as one, and waits for it. */
  executeScript(script: string): Promise<unknown>
  /** True where one connection runs one transaction at a time: every isolation level is then met already. */
  readonly isSerial: boolean
  /** Called once for each statement sent; not for those that only begin, end or mark a transaction. */
  onStatement(): void
  /** Called for each of them once it is answered, or has failed. */
  readonly onAnswered?: ((sql: string, milliseconds: number) => void) | undefined
  /** SQL that every transaction begins with, where its session may be anybody's. */
  readonly firstOfTransaction?: string
}

/**
 * A Prisma driver adapter with its gaps closed. Both adapters' `executeScript` would break a migration: that of
 * `@prisma/adapter-pg` cuts a script at every `;`, even inside a function body, and that of `pglite-prisma-adapter`
 * neither waits nor reports failure. The latter also sets the isolation level outside of the transaction, and has no
 * savepoints, without which Prisma refuses a nested transaction.
 */
export function repairAdapter(
  factory: SqlMigrationAwareDriverAdapterFactory,
  repairs: AdapterRepairs,
): SqlMigrationAwareDriverAdapterFactory {
  return {
    provider: factory.provider,
    adapterName: factory.adapterName,
    connect: async () => repaired(await factory.connect(), repairs),
    connectToShadowDb: () => Promise.reject(new Error('The gateway needs no shadow database and offers none.')),
  }
}

function repaired(adapter: SqlDriverAdapter, repairs: AdapterRepairs): SqlDriverAdapter {
  return {
    ...counted(adapter, repairs),
    executeScript: async (script) => {
      repairs.onStatement()
      await repairs.executeScript(script)
    },
    startTransaction: async (isolationLevel) => {
      const transaction = await adapter.startTransaction(repairs.isSerial ? undefined : isolationLevel)
      if (repairs.firstOfTransaction !== undefined) await begin(transaction, repairs.firstOfTransaction)
      return {
        ...counted(transaction, repairs),
        options: transaction.options,
        commit: () => transaction.commit(),
        rollback: () => transaction.rollback(),
        createSavepoint: (name) => run(transaction, `SAVEPOINT ${name}`),
        rollbackToSavepoint: (name) => run(transaction, `ROLLBACK TO SAVEPOINT ${name}`),
        releaseSavepoint: (name) => run(transaction, `RELEASE SAVEPOINT ${name}`),
      }
    },
    getConnectionInfo: () => adapter.getConnectionInfo?.() ?? { supportsRelationJoins: true },
    dispose: () => adapter.dispose(),
  }
}

/** A transaction that does not begin as it must is given back. */
async function begin(transaction: Transaction, sql: string): Promise<void> {
  try {
    await run(transaction, sql)
  } catch (error) {
    await run(transaction, 'ROLLBACK').catch(() => {})
    await transaction.rollback()
    throw error
  }
}

async function run(queryable: SqlQueryable, sql: string): Promise<void> {
  await queryable.executeRaw({ sql, args: [], argTypes: [] })
}

function counted(queryable: SqlQueryable, { onStatement, onAnswered }: AdapterRepairs): SqlQueryable {
  const sent = async <T>({ sql }: SqlQuery, answer: () => Promise<T>): Promise<T> => {
    if (sql === 'COMMIT' || sql === 'ROLLBACK') return answer()
    onStatement()
    if (onAnswered === undefined) return answer()
    const began = performance.now()
    try {
      return await answer()
    } finally {
      onAnswered(sql, performance.now() - began)
    }
  }
  return {
    provider: queryable.provider,
    adapterName: queryable.adapterName,
    queryRaw: (query) => sent(query, () => queryable.queryRaw(query)),
    executeRaw: (query) => sent(query, () => queryable.executeRaw(query)),
  }
}
