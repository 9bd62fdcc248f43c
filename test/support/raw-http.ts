import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'

/** One answer as it stood on the wire. */
export interface RawAnswer {
  readonly status: number
  readonly headers: ReadonlyMap<string, string>
  readonly body: string
}

export interface RawExchange {
  readonly answers: readonly RawAnswer[]
  /** The server ended the connection. */
  readonly isClosed: boolean
  readonly milliseconds: number
}

export interface RawOptions {
  /** End our side after the last byte, and go on listening. */
  readonly halfClose?: boolean
  /** Answers to HEAD have a length and no body. */
  readonly isHead?: boolean
  /** Milliseconds to listen; less when the connection ends before. */
  readonly patience?: number
  /** Stop listening after so many answers; 1 unless said. */
  readonly answers?: number
}

/** Sends bytes as they are, and listens until the answers are there, the connection ends or patience does. */
export async function exchange(port: number, bytes: string | Buffer, options: RawOptions = {}): Promise<RawExchange> {
  const { halfClose = false, isHead = false, patience = 2_000, answers = 1 } = options
  const began = performance.now()
  const socket = await open(port)
  const heard = listen(socket)
  socket.write(bytes)
  if (halfClose) socket.end()
  while (
    performance.now() - began < patience &&
    !heard.isClosed() &&
    answersIn(heard.text(), isHead).length < answers
  ) {
    await delay(2)
  }
  const milliseconds = performance.now() - began
  // An answer that is to be the last on its connection is followed by the end of it.
  const said = answersIn(heard.text(), isHead)
  if (said.at(-1)?.headers.get('connection') === 'close') {
    while (performance.now() - began < patience && !heard.isClosed()) await delay(2)
  }
  const isClosed = heard.isClosed()
  socket.destroy()
  return { answers: answersIn(heard.text(), isHead), isClosed, milliseconds }
}

export async function open(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1')
  await once(socket, 'connect')
  return socket
}

export function listen(socket: Socket): { text(): string; isClosed(): boolean } {
  let text = ''
  let closed = false
  socket.on('data', (bytes) => {
    text += bytes.toString('latin1')
  })
  // A reset is an end, too: what was said before it has arrived or has not.
  socket.on('error', () => {})
  socket.on('end', () => {
    closed = true
  })
  socket.on('close', () => {
    closed = true
  })
  return { text: () => text, isClosed: () => closed }
}

/** The whole answers in a text, interim ones (1xx) too. */
export function answersIn(text: string, isHead = false): RawAnswer[] {
  const headEnd = text.indexOf('\r\n\r\n')
  if (headEnd === -1) return []
  const [statusLine = '', ...lines] = text.slice(0, headEnd).split('\r\n')
  const [, digits] = /^HTTP\/1\.1 (\d{3}) /.exec(statusLine) ?? []
  if (digits === undefined) throw new Error(`Not a status line: ${statusLine}`)
  const headers = new Map(
    lines.map((line) => {
      const colon = line.indexOf(':')
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()] as const
    }),
  )
  const status = Number(digits)
  const isEmpty = isHead || status < 200 || status === 204 || status === 304
  const length = isEmpty ? 0 : Number(headers.get('content-length') ?? 0)
  const bodyEnd = headEnd + 4 + length
  if (text.length < bodyEnd) return []
  const body = Buffer.from(text.slice(headEnd + 4, bodyEnd), 'latin1').toString('utf8')
  return [{ status, headers, body }, ...answersIn(text.slice(bodyEnd), isHead)]
}
