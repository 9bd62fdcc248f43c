import { expect, test } from 'vitest'
import { Refusal } from '../../src/domain/refusal.ts'
import { Prisma } from '../../src/store/client/client.ts'
import { unavailable } from '../../src/store/unavailable.ts'

function prismaError(code: string, message = '', cause?: object): Error {
  const meta = cause === undefined ? {} : { meta: { driverAdapterError: { name: 'DriverAdapterError', cause } } }
  return new Prisma.PrismaClientKnownRequestError(message, { code, clientVersion: '7', ...meta })
}

const raw = (originalCode: string, kind = 'postgres', severity = 'ERROR') =>
  prismaError('P2010', 'Raw query failed.', { originalCode, kind, severity })

test.each<[string, Error]>([
  ['Prisma cannot reach it', prismaError('P1001')],
  ['Prisma waits too long for a connection', prismaError('P2024')],
  ['a transaction does not start in time', prismaError('P2028')],
  ['a raw statement cannot reach it', prismaError('P2010', '', { kind: 'DatabaseNotReachable' })],
  ['a raw statement’s connection is reset', prismaError('P2010', '', { kind: 'ConnectionClosed' })],
  ['a raw statement’s socket times out', prismaError('P2010', '', { kind: 'SocketTimeout' })],
  ['it is shutting down', raw('57P01')],
  ['it is not migrated yet', raw('42P01', 'TableDoesNotExist')],
  ['it is starting', raw('57P03')],
  ['a statement takes too long', raw('57014')],
  ['a lock takes too long', raw('55P03')],
  ['it has no connection left', raw('53300', 'TooManyConnections')],
  ['its disk is full', raw('53100')],
  ['it is gone', raw('3D000', 'DatabaseDoesNotExist')],
  ['it lets nobody in', raw('55000', 'postgres', 'FATAL')],
  ['it knows our password no more', raw('28P01', 'AuthenticationFailed')],
  ['it only reads, as a standby', raw('25006')],
  ['two transactions deadlock', raw('40P01', 'TransactionWriteConflict')],
  ['the socket is refused', Object.assign(new Error('connect'), { code: 'ECONNREFUSED' })],
  ['its name is not known for now', Object.assign(new Error('getaddrinfo'), { code: 'EAI_AGAIN' })],
  ['the connection ends', new Error('Connection terminated unexpectedly')],
  ['it has gone silent', new Error('Connection terminated: the server is silent')],
  ['migrating cannot reach it', new Error("Can't reach database server at `db.example.com:5432`")],
  ['the pool is exhausted', new Error('timeout exceeded when trying to connect')],
  ['the pool is closed', new Error('Cannot use a pool after calling end on the pool')],
  ['the embedded one is closed', new Error('PGlite is closed')],
])('unavailable: %s', (_, error) => {
  const refusal = expect.objectContaining({ code: 'UNAVAILABLE', details: { retryAfter: 1, cause: error } })
  expect(() => unavailable(error)).toThrow(refusal)
})

test.each<[string, unknown]>([
  ['a refusal', new Refusal('CONFLICT', 'Connection terminated')],
  ['a mistake in the code that speaks of connections', new TypeError('Cannot read ECONNREFUSED of undefined')],
  ['a value in a message that looks like a code', prismaError('P2010', 'invalid input syntax for type uuid: "57014"')],
  ['a constraint', raw('23514')],
  ['an object in the wrong state, short of ending the connection', raw('55000')],
  ['a value that is taken', prismaError('P2002')],
  ['a row that is not there', prismaError('P2025')],
  ['what is no error at all', 'ECONNREFUSED'],
])('passed on as it is: %s', (_, error) => {
  let thrown: unknown
  try {
    unavailable(error)
  } catch (caught) {
    thrown = caught
  }
  expect(thrown).toBe(error)
})
