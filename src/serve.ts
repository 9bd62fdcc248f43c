import { createServer, type Server } from 'node:http'
import { setTimeout as delay, setImmediate as immediate } from 'node:timers/promises'
import { getRequestListener } from '@hono/node-server'
import type { App } from './app.ts'

export interface Listening {
  readonly url: string
  /** Answers what has come and what is on its way, tells every client to come back on another connection, then closes. */
  close(): Promise<void>
}

/** Milliseconds without a new request after which none is thought to be under way any more, and the most to wait for that. */
const quiet = 100
const patience = 2_000

/** The port cannot be had: it is taken, not ours to take, or on no address of this machine. */
export class ListenError extends Error {
  override readonly name = 'ListenError'
}

/** Puts an app on a port. @throws ListenError when it cannot be had. */
export function serve(app: App, { host, port }: { readonly host: string; readonly port: number }): Promise<Listening> {
  const listener = getRequestListener((request, { incoming }) =>
    app.fetch(request, incoming.socket.remoteAddress ?? null),
  )
  let closing = false
  let requests = 0
  const server = createServer((request, response) => {
    requests += 1
    if (closing) response.setHeader('connection', 'close')
    return listener(request, response)
  })
  const close = async () => {
    closing = true
    // A request in the kernel's queue is in flight to its sender: closing at once would reset it.
    for (let before = -1, waited = 0; before !== requests && waited < patience; waited += quiet) {
      before = requests
      await delay(quiet)
      // A busy loop comes late to its timers: let it look at its sockets first.
      await immediate()
    }
    await closed(server)
  }
  return new Promise((resolve, reject) => {
    server.once('error', (cause) => {
      reject(new ListenError(`Cannot listen on ${host}, port ${port}: ${cause.message}.`, { cause }))
    })
    server.listen(port, host, () => {
      const address = server.address()
      const bound = typeof address === 'object' && address !== null ? address.port : port
      resolve({ url: `http://${host.includes(':') ? `[${host}]` : host}:${bound}`, close })
    })
  })
}

/** Idle connections are closed at once, busy ones once they have answered. */
function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeIdleConnections()
  })
}
