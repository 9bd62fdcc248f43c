import type { Database } from '../../src/store/database.ts'
import { inWords, type LedgerUnderTest, type Operation, type Outcome, type Reading } from './operations.ts'

/**
 * A ledger as one writes it at first: it reads, then it decides, then it writes. Asked by one client at a time it keeps
 * every promise. It is here to break them, so that the suite is known to notice.
 *
 * It knows the wallet and permanent credits, and no dates.
 */
export async function naiveLedger({ prisma }: Pick<Database, 'prisma'>): Promise<LedgerUnderTest> {
  for (const table of tables) await prisma.$executeRawUnsafe(table)

  const balanceOf = async (account: string, pool: string) => {
    const [row] = await prisma.$queryRaw<{ amount: bigint }[]>`
      SELECT amount FROM naive_balances WHERE account = ${account} AND pool = ${pool}`
    return row?.amount ?? 0n
  }
  const heldOf = async (account: string, pool: string) => {
    const [row] = await prisma.$queryRaw<{ amount: bigint }[]>`SELECT coalesce(sum(amount), 0)::bigint AS amount
      FROM naive_holds WHERE account = ${account} AND pool = ${pool} AND state = 'OPEN'`
    return row?.amount ?? 0n
  }
  const post = async (key: string, account: string, pool: string, amount: bigint) => {
    const balance = await balanceOf(account, pool)
    const [entry] = await prisma.$queryRaw<{ id: bigint }[]>`INSERT INTO naive_journal (account, pool, amount, key)
      VALUES (${account}, ${pool}, ${amount}, ${key}) RETURNING id`
    await prisma.$executeRaw`INSERT INTO naive_balances (account, pool, amount) VALUES (${account}, ${pool}, ${amount})
      ON CONFLICT (account, pool) DO UPDATE SET amount = ${balance + amount}`
    return entry?.id ?? 0n
  }

  const work = async (key: string, operation: Operation): Promise<bigint | string> => {
    const { account } = operation
    switch (operation.verb) {
      case 'grant':
        return post(key, account, operation.pool, operation.amount)
      case 'hold':
      case 'consume': {
        const { verb, amount } = operation
        const [pool = 'WALLET'] = operation.pools
        const available = (await balanceOf(account, pool)) - (await heldOf(account, pool))
        if (available < amount) return 'INSUFFICIENT_CREDITS'
        if (verb === 'consume') return post(key, account, pool, -amount)
        const id = await post(key, account, pool, 0n)
        await prisma.$executeRaw`INSERT INTO naive_holds (id, account, pool, amount, state)
          VALUES (${id}, ${account}, ${pool}, ${amount}, 'OPEN')`
        return id
      }
      case 'capture':
      case 'release': {
        const [hold] = await prisma.$queryRaw<{ id: bigint; pool: string; amount: bigint; state: string }[]>`
          SELECT id, pool, amount, state FROM naive_holds WHERE id = ${BigInt(operation.hold.id)}`
        if (hold?.state !== 'OPEN') return 'HOLD_CLOSED'
        const captured = operation.verb === 'release' ? 0n : (operation.amount ?? hold.amount)
        if (captured > hold.amount) return 'INVALID'
        await prisma.$executeRaw`UPDATE naive_holds SET state = ${operation.verb} WHERE id = ${hold.id}`
        return post(key, account, hold.pool, -captured)
      }
    }
  }

  const read = async (account: string): Promise<Reading> => {
    const pools = await Promise.all(
      (['WALLET', 'PERMANENT'] as const).map(async (pool) => {
        const [posted, held] = [await balanceOf(account, pool), await heldOf(account, pool)]
        return { pool, posted, held, available: posted - held }
      }),
    )
    return { face: 'the naive ledger', pools }
  }

  return {
    send: async (key, operation) => {
      const [known] = await prisma.$queryRaw<{ input: string; answer: string }[]>`
        SELECT input, answer FROM naive_keys WHERE account = ${operation.account} AND key = ${key}`
      const input = inWords(operation)
      if (known) return known.input === input ? told(operation, known.answer) : told(operation, 'IDEMPOTENCY_MISMATCH')
      const answer = String(await work(key, operation))
      await prisma.$executeRaw`INSERT INTO naive_keys (account, key, input, answer)
        VALUES (${operation.account}, ${key}, ${input}, ${answer})`
      return told(operation, answer)
    },
    read,
    readEverywhere: async (account) => [await read(account)],
    differences: async () => {
      const rows = await prisma.$queryRaw<object[]>`SELECT * FROM naive_balances FULL JOIN (SELECT account, pool,
        sum(amount) AS journal FROM naive_journal GROUP BY account, pool) j USING (account, pool) WHERE amount <> journal`
      return rows.map((row) => `the balance is not its journal's: ${inWords(row)}`)
    },
    effects: async (accounts) => {
      const rows = await prisma.$queryRaw<{ key: string }[]>`
        SELECT key FROM naive_journal WHERE account = ANY(${[...accounts]})`
      return rows.map(({ key }) => key)
    },
    grantsLeft: async () => null,
  }
}

/** A number is where it stands in the journal, a word why it was refused. */
function told(operation: Operation, answer: string): Outcome {
  if (!/^\d+$/.test(answer)) return { text: answer, refused: answer }
  const place = BigInt(answer)
  const holdId = operation.verb === 'hold' ? answer : null
  return { text: answer, place, last: place, at: new Date(0), holdId, moves: null }
}

const tables = [
  'CREATE TABLE naive_balances (account text, pool text, amount bigint, PRIMARY KEY (account, pool))',
  'CREATE TABLE naive_holds (id bigint, account text, pool text, amount bigint, state text)',
  'CREATE TABLE naive_journal (id bigserial, account text, pool text, amount bigint, key text)',
  'CREATE TABLE naive_keys (account text, key text, input text, answer text)',
]
