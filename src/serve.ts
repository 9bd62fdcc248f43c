import { createServer, type Server } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import type { App } from './app.ts'

export interface Listening {
  readonly url: string
  /** Takes no more requests, answers those in flight, then closes. */
  close(): Promise<void>
}

/** Puts an app on a port. @throws Error with the system's code when the port cannot be had (`EADDRINUSE`). */
export function serve(app: App, { host, port }: { readonly host: string; readonly port: number }): Promise<Listening> {
  const server: Server = createServer(getRequestListener((request) => app.fetch(request)))
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      const address = server.address()
      const bound = typeof address === 'object' && address !== null ? address.port : port
      resolve({ url: `http://${host.includes(':') ? `[${host}]` : host}:${bound}`, close: () => closed(server) })
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
