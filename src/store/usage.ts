import type { UsageCount } from '../domain/usage.ts'
import type { UsageAddition, UsageEvent } from '../domain/usage-recording.ts'
import type { Prisma } from './client/client.ts'

/** Of these ids, the events the account has recorded already. */
export async function findUsageEvents(
  tx: Prisma.TransactionClient,
  accountId: string,
  ids: readonly string[],
): Promise<UsageEvent[]> {
  const rows = await tx.$queryRaw<(Omit<UsageEvent, 'quantity'> & { quantity: bigint })[]>`
    SELECT e.event_id AS id, e.meter::text AS meter, e.quantity, e.occurred_at AS "occurredAt"
    FROM usage_events e WHERE e.account_id = ${accountId}::uuid AND e.event_id = ANY(${[...ids]}::text[])`
  return rows.map((row) => ({ ...row, quantity: Number(row.quantity) }))
}

/** Every counter the account has had. */
export async function readCounters(tx: Prisma.TransactionClient, accountId: string): Promise<UsageCount[]> {
  const rows = await tx.usageCounter.findMany({ where: { accountId } })
  return rows.map(({ meter, periodStart, periodEnd, used }) => ({ meter, periodStart, periodEnd, used: Number(used) }))
}

/** Counters that begin at nought. */
export async function startCounters(
  tx: Prisma.TransactionClient,
  accountId: string,
  counters: readonly UsageCount[],
): Promise<void> {
  for (const { meter, periodStart, periodEnd } of counters) {
    const key = { accountId, meter, periodStart }
    // A counter that began at this very instant is the one that starts again.
    await tx.usageCounter.upsert({
      where: { accountId_meter_periodStart: key },
      create: { ...key, periodEnd, used: 0n },
      update: { periodEnd, used: 0n },
    })
  }
}

/** Keeps new events and adds them to their counters, all by what they add. The account's row is locked by the caller. */
export async function insertUsage(
  tx: Prisma.TransactionClient,
  accountId: string,
  events: readonly UsageEvent[],
  additions: readonly UsageAddition[],
  now: Date,
): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO usage_events (account_id, event_id, meter, quantity, occurred_at, recorded_at)
    SELECT ${accountId}::uuid, e.id, e.meter::usage_meter, e.quantity::bigint, e.occurred_at::timestamptz, ${now}::timestamptz
    FROM unnest(${events.map(({ id }) => id)}::text[], ${events.map(({ meter }) => meter)}::text[],
      ${events.map(({ quantity }) => String(quantity))}::text[],
      ${events.map(({ occurredAt }) => occurredAt.toISOString())}::text[]) AS e(id, meter, quantity, occurred_at)`
  for (const { counter, quantity } of additions) {
    const { meter, periodStart, periodEnd } = counter
    const key = { accountId, meter, periodStart }
    await tx.usageCounter.upsert({
      where: { accountId_meter_periodStart: key },
      create: { ...key, periodEnd, used: quantity },
      update: { used: { increment: quantity } },
    })
  }
}
