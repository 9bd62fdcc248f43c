import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse, STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import { setTimeout as delay, setImmediate as immediate } from 'node:timers/promises'
import { getRequestListener, RequestError } from '@hono/node-server'
import type { App } from './app.ts'
import { framed } from './edge/body.ts'
import { safeHeaders } from './edge/browsers.ts'
import type { Limits } from './edge/limits.ts'
import { problemBody, problemHeaders } from './edge/problem.ts'

export interface Listening {
  readonly url: string
  /** Answers what has come and what is on its way, tells every client to come back on another connection, then closes. */
  close(): Promise<void>
}

/** The port cannot be had: it is taken, not ours to take, or on no address of this machine. */
export class ListenError extends Error {
  override readonly name = 'ListenError'
}

export interface ServeOptions {
  readonly host: string
  readonly port: number
  readonly limits: Limits
}

/** Puts an app on a port. @throws ListenError when it cannot be had. */
export function serve(app: App, { host, port, limits }: ServeOptions): Promise<Listening> {
  const server = createHttpServer(limits)
  const close = answerOn(server, app, limits)
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

/** A server that nobody can hold up: whatever does not come or go on in time is closed. */
function createHttpServer({ headerBytes, headerMs, requestMs, keepAliveMs, connections }: Limits): Server {
  const server = createServer({
    insecureHTTPParser: false,
    // Counted here, where the answer has a body and a request id.
    requireHostHeader: false,
    maxHeaderSize: headerBytes,
    headersTimeout: headerMs,
    requestTimeout: requestMs,
    keepAliveTimeout: keepAliveMs,
    // How often the two above are looked after; the default of half a minute would be most of the wait.
    connectionsCheckingInterval: Math.min(1_000, Math.ceil(headerMs / 4)),
  })
  // Headers beyond a count would be dropped without a word; their bytes are counted already.
  server.maxHeadersCount = 0
  server.maxConnections = connections
  // A sender that has said all it has to say may still listen (RFC 9112 section 9.6).
  Object.assign(server, { httpAllowHalfOpen: true })
  return server
}

/** Lets the app answer all that comes; the returned function ends that, in order. */
function answerOn(server: Server, app: App, { answerMs, requestMs }: Limits): () => Promise<void> {
  const open = new Map<ServerResponse, IncomingMessage>()
  let closing = false
  /** Connections and requests so far. */
  let arrivals = 0

  const listener = getRequestListener(
    (request, { incoming }) => app.fetch(framed(request), incoming.socket.remoteAddress ?? null),
    {
      // For HTTP/1.0, which knows no Host.
      hostname: 'localhost',
      // What cannot be made a request of; the app itself answers for its errors.
      errorHandler: (error) => plainAnswer(error instanceof RequestError ? 400 : 500),
    },
  )
  const answer = (request: IncomingMessage, response: ServerResponse) => {
    arrivals += 1
    open.set(response, request)
    response.once('close', () => open.delete(response))
    if (closing) response.setHeader('connection', 'close')
    if (isProper(request)) return listener(request, response)
    const { headers, body } = plainProblem(400)
    response.writeHead(400, headers).end(body)
  }

  server.on('connection', () => {
    arrivals += 1
  })
  server.on('request', answer)
  server.on('checkContinue', (request, response) => {
    continueOnceRead(request, response)
    answer(request, response)
  })
  // The app knows in whose words to say that it cannot be met.
  server.on('checkExpectation', answer)
  // No origin has a tunnel to offer (RFC 9110 section 9.3.6).
  server.on('connect', (_request, socket) => refuse(socket as Socket, 405, { allow: '' }))
  refuseWhatIsNoRequest(server, open)
  endSlowReaders(server, open, requestMs)

  return async () => {
    closing = true
    for (const response of open.keys()) if (!response.headersSent) response.setHeader('connection', 'close')
    // A request in the kernel's queue is in flight to its sender: closing at once would reset it.
    await untilQuiet(() => arrivals)
    const closed = new Promise<void>((resolve) => server.close(() => resolve()))
    const grace = performance.now() + answerMs + 500
    while (open.size > 0 && performance.now() < grace) await delay(every)
    await untilQuiet(() => arrivals)
    // What is left has half a request, or an answer that nobody takes.
    server.closeAllConnections()
    await closed
  }
}

/** Looks without anything new after which nothing is thought to be under way, and milliseconds between two of them. */
const looks = 10
const every = 10

/** The most milliseconds to wait for that while others go on coming. */
const patience = 1_500

/**
 * Waits for a number to stay as it is. Counted in turns of the event loop and not by
 * the clock alone: each turn accepts one connection (libuv), and a machine that is busy gives us few of them.
 */
async function untilQuiet(count: () => number): Promise<void> {
  const end = performance.now() + patience
  for (let calm = 0; calm < looks && performance.now() < end; ) {
    const before = count()
    if (calm > 0) await delay(every)
    await immediate()
    calm = count() === before ? calm + 1 : 0
  }
}

/**
 * A sender that waits to be told so sends its body once somebody wants to read it, not before: what is refused for its
 * credentials, its length or its type never travels (RFC 9110 section 10.1.1). Then the connection ends with the answer,
 * for nobody could tell that body from the next request.
 */
function continueOnceRead(request: IncomingMessage, response: ServerResponse): void {
  response.setHeader('connection', 'close')
  request.once('resume', () => {
    // What is left of a body is thrown away after the answer, too.
    if (!response.headersSent) response.writeContinue()
  })
}

/**
 * What the parser lets pass and RFC 9112 does not: another version than 1.0 and 1.1; a transfer coding that nobody undoes
 * here, or any in HTTP/1.0 (section 6.1); more or less than one Host (section 3.2), which 1.0 may leave out. What the
 * Host says is looked at with the rest of the address.
 */
function isProper({ rawHeaders, httpVersion, headers }: IncomingMessage): boolean {
  const coding = headers['transfer-encoding']
  if (coding !== undefined && (coding.toLowerCase() !== 'chunked' || httpVersion !== '1.1')) return false
  if (httpVersion !== '1.1' && httpVersion !== '1.0') return false
  let hosts = 0
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index]
    if (name?.length === 4 && name.toLowerCase() === 'host') hosts += 1
  }
  return hosts === 1 || (hosts === 0 && httpVersion === '1.0')
}

/** What the parser says, as a status; anything else is 400. */
const statuses: Readonly<Record<string, number>> = {
  ERR_HTTP_REQUEST_TIMEOUT: 408,
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 413,
  HPE_HEADER_OVERFLOW: 431,
}

/** Answers what the parser gives up on, once and after what was asked properly on the same connection before. */
function refuseWhatIsNoRequest(server: Server, open: ReadonlyMap<ServerResponse, IncomingMessage>): void {
  const refused = new WeakSet<Socket>()
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    if (!(socket as Socket).writable || error.code === 'ECONNRESET') {
      socket.destroy()
      return
    }
    if (refused.has(socket as Socket)) return
    refused.add(socket as Socket)
    const status = statuses[error.code ?? ''] ?? 400
    const [response, request] = [...open].findLast(([, { socket: its }]) => its === socket) ?? []
    if (response && request?.complete) response.once('close', () => refuse(socket as Socket, status))
    else if (response?.headersSent) linger(socket as Socket)
    else refuse(socket as Socket, status)
  })
}

/**
 * Ends the connection of whoever has not taken an answer whole within so many milliseconds of its beginning, whether
 * nothing of it moves or a little now and then: Node's own time-out is put off by either. An answer begins with the first
 * look that sees it, and the looks are close enough for that not to matter.
 */
function endSlowReaders(
  server: Server,
  open: ReadonlyMap<ServerResponse, IncomingMessage>,
  milliseconds: number,
): void {
  const begun = new WeakMap<ServerResponse, number>()
  const look = () => {
    const now = performance.now()
    for (const [response, { socket }] of open) {
      if (!response.headersSent) continue
      const since = begun.get(response)
      if (since === undefined) begun.set(response, now)
      else if (now - since >= milliseconds) socket.destroy()
    }
  }
  const looking = setInterval(look, Math.min(500, Math.ceil(milliseconds / 8))).unref()
  server.once('close', () => clearInterval(looking))
}

/** Answers on a bare connection, and ends it. */
function refuse(socket: Socket, status: number, more: Readonly<Record<string, string>> = {}): void {
  // A connection that was opened ahead of time and never used has asked nothing.
  if (socket.bytesRead === 0 || !socket.writable) {
    socket.destroy()
    return
  }
  const { headers, body } = plainProblem(status)
  const head = Object.entries({ ...headers, ...more })
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join('')
  socket.write(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${head}\r\n${body}`)
  linger(socket)
}

/** Ends our side and lets the other read what was said: closing on what it goes on sending would take the answer back. */
function linger(socket: Socket): void {
  socket.end()
  setTimeout(() => socket.destroy(), 500).unref()
}

/** The last word on its connection, outside every face. */
function plainProblem(status: number) {
  const requestId = randomUUID()
  const body = problemBody(status, STATUS_CODES[status] ?? '', requestId)
  const length = String(Buffer.byteLength(body))
  const ofIts = { 'x-request-id': requestId, 'content-length': length, connection: 'close' }
  return { headers: { ...problemHeaders, ...safeHeaders, ...ofIts }, body }
}

function plainAnswer(status: number): Response {
  const { headers, body } = plainProblem(status)
  return new Response(body, { status, headers })
}
