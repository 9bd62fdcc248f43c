import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

/** What pgbench does in place of the gateway, to a balance drawn at random. */
export type Guarded = 'bare' | 'whole'

/**
 * One guarded statement, sent by pgbench: what the server does with nothing around it. `bare` only changes the balance.
 * `whole` leaves what a hold leaves, in the same number of indexes and under the same checks: the hold, what it has set
 * aside, its entry in the journal and what its key came to; without foreign keys, and of one balance where the gateway
 * keeps account, pool and grant.
 */
export async function createGuarded(url: string, options: { readonly connections: number; readonly seconds: number }) {
  const directory = await mkdtemp(join(tmpdir(), 'gateway-bench-'))
  return {
    perSecond: async (what: Guarded, spread: number): Promise<number> => {
      const script = join(directory, `${what}.sql`)
      await writeFile(script, `\\set id random(1, ${spread})\n${statements[what]};\n`)
      const { stdout } = await promisify(execFile)('pgbench', [
        ...['-n', '-M', 'prepared', '-c', String(options.connections), '-j', '1', '-T', String(options.seconds)],
        ...['-f', script, url],
      ])
      const [, tps] = /tps = ([\d.]+)/.exec(stdout) ?? []
      if (tps === undefined) throw new Error(`pgbench said nothing of tps:\n${stdout}`)
      return Number(tps)
    },
    close: () => rm(directory, { recursive: true, force: true }),
  }
}

/** The tables it works on, beside the gateway's, whose shape they have. */
export function guardedTables(balances: number): string {
  return `
    CREATE TABLE bench_balance (id int PRIMARY KEY, account_id uuid NOT NULL, grant_id uuid NOT NULL,
      balance bigint NOT NULL, held bigint NOT NULL, sequence bigint NOT NULL);
    INSERT INTO bench_balance
      SELECT n, gen_random_uuid(), gen_random_uuid(), 1000000000000, 0, 0 FROM generate_series(1, ${balances}) n;
    CREATE TABLE bench_hold (LIKE credit_holds INCLUDING ALL);
    CREATE TABLE bench_allocation (LIKE hold_allocations INCLUDING ALL);
    CREATE TABLE bench_entry (LIKE ledger_entries INCLUDING ALL);
    CREATE TABLE bench_key (LIKE idempotency_records INCLUDING ALL)`
}

// Of what stands in quotes, pgbench takes a word behind a colon for a variable.
const statements: Readonly<Record<Guarded, string>> = {
  bare: 'UPDATE bench_balance SET held = held + 1 WHERE id = :id AND balance - held >= 1',
  whole: `WITH balance AS (
      UPDATE bench_balance SET held = held + 1, sequence = sequence + 2 WHERE id = :id AND balance - held >= 1
      RETURNING account_id, grant_id, balance - held AS available, sequence, gen_random_uuid() AS hold_id,
        date_trunc('milliseconds', clock_timestamp()) AS at),
    hold AS (
      INSERT INTO bench_hold (id, account_id, pools, state, amount, expires_at, sequence, created_at)
      SELECT hold_id, account_id, '{WALLET}', 'OPEN', 1, at + interval '1 day', sequence - 1, at FROM balance),
    allocation AS (
      INSERT INTO bench_allocation (hold_id, grant_id, amount) SELECT hold_id, grant_id, 1 FROM balance),
    entry AS (
      INSERT INTO bench_entry (account_id, sequence, pool, kind, source, destination, amount, available_after, grant_id,
        hold_id, actor, occurred_at)
      SELECT account_id, sequence, 'WALLET', 'HOLD', 'AVAILABLE', 'HELD', 1, available, grant_id, hold_id, 'bench', at
      FROM balance)
    INSERT INTO bench_key (client, account_id, key, input_hash, outcome, created_at)
    SELECT 'bench', account_id, hold_id::text, '\\x${'5a'.repeat(32)}', jsonb_build_object('first', sequence::text,
      'last', sequence::text, 'hold', jsonb_build_object('sequence', (sequence - 1)::text, 'isOpen', true)), at
    FROM balance`,
}
