import { randomUUID } from 'node:crypto'
import type { Agent } from '../domain/lists.ts'
import type { Prisma } from './client/client.ts'

/** The account's row is locked by the caller, who has found room for one more. */
export async function insertAgent(
  tx: Prisma.TransactionClient,
  accountId: string,
  name: string,
  now: Date,
): Promise<Agent> {
  return tx.agent.create({
    data: { id: randomUUID(), accountId, name, createdAt: now },
    select: { id: true, sequence: true, name: true, createdAt: true, archivedAt: true },
  })
}

/** The agent is one of the account whose row the caller has locked. */
export async function writeAgentName(tx: Prisma.TransactionClient, id: string, name: string): Promise<void> {
  await tx.agent.update({ where: { id }, data: { name } })
}

/** From then on it counts no more, neither in `agentCount` nor against the plan’s limit. */
export async function markAgentArchived(tx: Prisma.TransactionClient, id: string, now: Date): Promise<void> {
  await tx.agent.update({ where: { id }, data: { archivedAt: now } })
}
