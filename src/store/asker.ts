import type { Queryable } from './accounts.ts'
import { Prisma } from './client/client.ts'

/** Whoever waits for statements and wants to know of them: a request. It must not throw. */
export interface Asker {
  waitedFor(statement: SentStatement): void
}

/** A statement that has been answered, or has failed. Several askers may have waited for the very same one. */
export interface SentStatement {
  /** The SQL with $1, $2, … for its values, which are never told; null where Prisma has written it. */
  readonly text: () => string | null
  /** What it does: the first word of the SQL, or Prisma's name of the operation. */
  readonly operation: () => string
  /** The Prisma model it is about; null for SQL of our own. */
  readonly model: string | null
  /** Milliseconds on the clock of `performance`. */
  readonly began: number
  readonly ended: number
  readonly hasFailed: boolean
  /** How many waited for it. */
  readonly askers: number
}

/**
 * The same database or transaction, of whose statements the askers are told: each of them of each. An operation of Prisma
 * counts as one statement.
 */
export function toldOf<Db extends Queryable>(db: Db, askers: readonly Asker[]): Db {
  if (askers.length === 0) return db
  return new Proxy(db, {
    get: (target, name) => {
      const value: unknown = Reflect.get(target, name)
      if (name === '$queryRaw' || name === '$executeRaw') return rawToldOf(target[name].bind(target), askers)
      const isModel = typeof name === 'string' && /^\w/.test(name) && typeof value === 'object' && value !== null
      return isModel ? modelToldOf(value, name, askers) : value
    },
  })
}

function rawToldOf(run: Run, askers: readonly Asker[]): Run {
  return (query, ...values) => telling(askers, sqlOf(query, values), () => run(query, ...values))
}

function modelToldOf(operations: object, model: string, askers: readonly Asker[]): object {
  return new Proxy(operations, {
    get: (target, name) => {
      const run: unknown = Reflect.get(target, name)
      if (typeof run !== 'function') return run
      const said = { text: () => null, operation: () => String(name), model }
      return (...args: unknown[]) => telling(askers, said, () => run.apply(target, args))
    },
  })
}

type Run = (query: TemplateStringsArray | Prisma.Sql, ...values: unknown[]) => PromiseLike<unknown>

/** Prisma sends nothing before it is waited for: so it is waited for here, at once. */
async function telling<T>(
  askers: readonly Asker[],
  said: Pick<SentStatement, 'text' | 'operation' | 'model'>,
  send: () => PromiseLike<T>,
): Promise<T> {
  const began = performance.now()
  let hasFailed = true
  try {
    const result = await send()
    hasFailed = false
    return result
  } finally {
    const statement = { ...said, began, ended: performance.now(), hasFailed, askers: askers.length }
    for (const asker of askers) asker.waitedFor(statement)
  }
}

function sqlOf(query: TemplateStringsArray | Prisma.Sql, values: readonly unknown[]) {
  const text = () => (isTemplate(query) ? Prisma.sql(query, ...values) : query).text
  return { text, operation: () => /^\s*(\w+)/.exec(text())?.[1]?.toUpperCase() ?? 'SQL', model: null }
}

function isTemplate(query: TemplateStringsArray | Prisma.Sql): query is TemplateStringsArray {
  return Array.isArray(query)
}
