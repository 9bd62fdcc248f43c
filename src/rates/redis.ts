import type { Redis } from 'ioredis'

/** Milliseconds after which a Redis that owes an answer is hung up on: the most that it can hold up a request. */
const patience = 200
/** Milliseconds between attempts to reach it again, at most: the longest it is missed once it is back. */
const retryMost = 1_000

/** Told when Redis stops answering and when it answers again, once each; never of an address or a password. */
export interface OutageLog {
  away(error: Error | null): void
  back(): void
}

/**
 * Opens the connection. A Redis that is not there does not keep the gateway from starting: while there is none, every
 * command fails at once instead of waiting for one, so that only the requests under way notice an outage.
 */
export async function openRedis(url: string, log: OutageLog): Promise<Redis> {
  // Only where one is set.
  const { Redis } = await import('ioredis')
  const redis = new Redis(url, {
    lazyConnect: true,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    autoResendUnfulfilledCommands: false,
    connectTimeout: 1_000,
    socketTimeout: patience,
    // For an answer that comes in pieces, each in time.
    commandTimeout: patience,
    disconnectTimeout: patience,
    retryStrategy: (attempt) => Math.min(50 * 2 ** attempt, retryMost),
  })
  let isAway = false
  let reason: Error | null = null
  redis.on('error', (error: Error) => {
    reason = error
  })
  redis.on('close', () => {
    if (!isAway) log.away(reason)
    isAway = true
  })
  redis.on('ready', () => {
    if (isAway) log.back()
    isAway = false
    reason = null
  })
  await redis.connect().catch(() => {
    // Told above, and tried again.
  })
  return redis
}
