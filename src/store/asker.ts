import type { Queryable } from './accounts.ts'
import { Prisma } from './client/client.ts'

/** Whoever waits for statements and wants to know of them: a request. It must not throw. */
export interface Asker {
  waitedFor(statement: SentStatement): void
}

/** A statement that has been answered, or has failed. Several askers may have waited for the very same one. */
export interface SentStatement {
  /** The SQL with $1, $2, … for its values, which are never told; null where Prisma has written it. */
  text(): string | null
  /** What it does: the first word of the SQL, or Prisma's name of the operation. */
  operation(): string
  /** The Prisma model it is about; null for SQL of our own. */
  readonly model: string | null
  /** Milliseconds on the clock of `performance`. */
  readonly began: number
  readonly ended: number
  readonly hasFailed: boolean
  /** How many waited for it. */
  readonly askers: number
}

/** The same database, of whose statements the askers are told: each of them of each. */
export function toldOf(db: Queryable, askers: readonly Asker[]): Queryable {
  if (askers.length === 0) return db
  return {
    $queryRaw: (...call: Call) => telling(askers, new SentSql(call), db.$queryRaw(...call)),
    $executeRaw: (...call: Call) => telling(askers, new SentSql(call), db.$executeRaw(...call)),
  } as unknown as Queryable
}

/**
 * The same for a client or a transaction that is spoken to in Prisma's words, too: each of its operations counts as one
 * statement. What stands before such an object costs more than what it tells, so raw SQL goes without.
 */
export function clientToldOf<Client extends Queryable>(client: Client, askers: readonly Asker[]): Client {
  if (askers.length === 0) return client
  const raw = toldOf(client, askers)
  return new Proxy(client, {
    get: (target, name) => {
      if (name === '$queryRaw' || name === '$executeRaw') return raw[name]
      const value: unknown = Reflect.get(target, name)
      const isModel = typeof name === 'string' && /^\w/.test(name) && typeof value === 'object' && value !== null
      return isModel ? modelToldOf(value, name, askers) : value
    },
  })
}

function modelToldOf(operations: object, model: string, askers: readonly Asker[]): object {
  return new Proxy(operations, {
    get: (target, name) => {
      const run: unknown = Reflect.get(target, name)
      if (typeof run !== 'function') return run
      return (...args: unknown[]) => telling(askers, new SentOperation(String(name), model), run.apply(target, args))
    },
  })
}

type Call = readonly [query: TemplateStringsArray | Prisma.Sql, ...values: unknown[]]

/** Prisma sends nothing before it is waited for: so it is waited for here, at once. */
async function telling<T>(askers: readonly Asker[], statement: Sent, answer: PromiseLike<T>): Promise<T> {
  try {
    const result = await answer
    statement.hasFailed = false
    return result
  } finally {
    statement.ended = performance.now()
    statement.askers = askers.length
    for (const asker of askers) asker.waitedFor(statement)
  }
}

abstract class Sent implements SentStatement {
  readonly began = performance.now()
  ended = 0
  hasFailed = true
  askers = 0
  abstract readonly model: string | null
  abstract text(): string | null
  abstract operation(): string
}

class SentOperation extends Sent {
  readonly model: string
  readonly #name: string

  constructor(name: string, model: string) {
    super()
    this.#name = name
    this.model = model
  }

  text(): null {
    return null
  }

  operation(): string {
    return this.#name
  }
}

class SentSql extends Sent {
  readonly model = null
  readonly #call: Call

  constructor(call: Call) {
    super()
    this.#call = call
  }

  /** Put together only when somebody wants to see it. */
  text(): string {
    const [query, ...values] = this.#call
    return ('raw' in query ? Prisma.sql(query, ...values) : query).text
  }

  operation(): string {
    return /^\s*(\w+)/.exec(this.text())?.[1]?.toUpperCase() ?? 'SQL'
  }
}
