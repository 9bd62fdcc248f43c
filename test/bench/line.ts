import { once } from 'node:events'
import { connect, type Socket } from 'node:net'

export interface Line {
  readonly socket: Socket
  /** Sends one request; answers its status when the whole answer is there, 0 when the connection ended instead. */
  ask(request: Buffer): Promise<number>
}

/** The request that asks for least. */
export const liveness = Buffer.from('GET /healthz HTTP/1.1\r\nHost: gateway.test\r\n\r\n')

/** A connection that has one request under way at a time: the least a client can do, so that it is not what is measured. */
export async function openLine(port: number): Promise<Line> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true })
  await once(socket, 'connect')
  let heard: Buffer[] = []
  let settle: (status: number) => void = () => {}
  socket.on('data', (bytes) => {
    heard.push(bytes)
    const all = heard.length === 1 ? bytes : Buffer.concat(heard)
    const headEnd = all.indexOf('\r\n\r\n')
    if (headEnd === -1) return
    const [, length = '0'] = /content-length: (\d+)/i.exec(all.toString('latin1', 0, headEnd)) ?? []
    if (all.length < headEnd + 4 + Number(length)) return
    heard = []
    settle(Number(all.toString('latin1', 9, 12)))
  })
  socket.on('error', () => {})
  socket.on('close', () => settle(0))
  return {
    socket,
    ask: (request) =>
      new Promise((resolve) => {
        settle = resolve
        if (socket.destroyed) resolve(0)
        else socket.write(request)
      }),
  }
}
