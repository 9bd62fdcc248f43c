import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'

/** A stretch of network between a gateway and its database, to be cut. */
export interface Line {
  readonly port: number
  /** Everything sent is swallowed, in connections new and old, for good: only those made after `mend` work. */
  silence(): void
  mend(): void
  /** Every connection is reset, as by a firewall that has forgotten them. */
  reset(): void
  close(): Promise<void>
}

export async function createLine(target: number, host = '127.0.0.1'): Promise<Line> {
  const pairs = new Set<readonly [Socket, Socket | null]>()
  let isSilent = false
  const server = createServer((client) => {
    const upstream = isSilent ? null : connect(target, host)
    const pair = [client, upstream] as const
    pairs.add(pair)
    const end = () => {
      pairs.delete(pair)
      client.destroy()
      upstream?.destroy()
    }
    for (const socket of [client, upstream]) socket?.on('error', end).on('close', end)
    if (upstream === null) client.resume()
    else client.pipe(upstream).pipe(client)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('A TCP server has a port.')

  return {
    port: address.port,
    silence: () => {
      isSilent = true
      for (const [client, upstream] of pairs) {
        client.unpipe()
        upstream?.unpipe()
        client.resume()
        upstream?.resume()
      }
    },
    mend: () => {
      isSilent = false
    },
    reset: () => {
      for (const [client, upstream] of pairs) {
        client.resetAndDestroy()
        upstream?.resetAndDestroy()
      }
    },
    close: async () => {
      server.close()
      for (const [client, upstream] of pairs) {
        client.destroy()
        upstream?.destroy()
      }
      await once(server, 'close')
    },
  }
}
