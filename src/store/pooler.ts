/**
 * What an operator says stands between the gateway and its PostgreSQL. `session`: a connection is one session, as if
 * there were nothing between. `transaction`: each transaction, and each statement outside of one, may meet another
 * session. `transaction-prepared`: the same, and the pooler brings prepared statements along.
 */
export const poolers = ['session', 'transaction', 'transaction-prepared'] as const
export type Pooler = (typeof poolers)[number]

/** True where what one statement leaves in its session may be gone for the next, or be met by somebody else. */
export function sharesSessions(pooler: Pooler | null): boolean {
  return pooler === 'transaction' || pooler === 'transaction-prepared'
}

/** True where a statement that was prepared by name is still there the next time. */
export function keepsPrepared(pooler: Pooler | null): boolean {
  return pooler !== 'transaction'
}
