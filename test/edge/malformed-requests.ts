import type { RawOptions } from '../support/raw-http.ts'

export const host = 'Host: gateway.test\r\n'
export const json = 'Content-Type: application/json\r\n'
export const get = (path: string, headers = '') => `GET ${path} HTTP/1.1\r\n${host}${headers}\r\n`
export const post = (headers: string, body = '') => `POST /graphql HTTP/1.1\r\n${host}${json}${headers}\r\n${body}`
export const query = '{"query":"{plans{key}}"}'
export const chunked = 'Transfer-Encoding: chunked\r\n'
export const chunks = `${query.length.toString(16)}\r\n${query}\r\n0\r\n\r\n`

/** What is no request, and the status it is refused with. */
export const malformedRequests: readonly [
  what: string,
  status: number,
  bytes: string | Buffer,
  options?: RawOptions,
][] = [
  // RFC 9112 section 6.3, and request smuggling: one length, said in one way.
  ['a length and chunks', 400, post(`Content-Length: 5\r\n${chunked}`, '0\r\n\r\n')],
  ['chunks and a length', 400, post(`${chunked}Content-Length: 5\r\n`, '0\r\n\r\n')],
  ['two lengths', 400, post('Content-Length: 4\r\nContent-Length: 5\r\n', 'abcde')],
  ['the same length twice', 400, post('Content-Length: 4\r\nContent-Length: 4\r\n', 'abcd')],
  ['a list of lengths', 400, post('Content-Length: 4, 4\r\n', 'abcd')],
  ['a length with a sign', 400, post('Content-Length: +4\r\n', 'abcd')],
  ['a length below nought', 400, post('Content-Length: -1\r\n', 'abcd')],
  ['a length in hexadecimal', 400, post('Content-Length: 0x4\r\n', 'abcd')],
  ['a length beyond all numbers', 400, post(`Content-Length: ${'9'.repeat(40)}\r\n`, 'abcd')],
  ['a length of nothing', 400, post('Content-Length:\r\n')],
  ['chunks twice over', 400, post(`${chunked}${chunked}`, chunks)],
  ['chunks that are not last', 400, post('Transfer-Encoding: chunked, gzip\r\n', chunks)],
  ['chunks of something packed', 400, post('Transfer-Encoding: gzip, chunked\r\n', chunks)],
  ['a coding nobody knows', 400, post('Transfer-Encoding: xchunked\r\n', chunks)],
  ['the identity coding', 400, post('Transfer-Encoding: identity\r\n', query)],
  ['a coding behind a vertical tab', 400, post('Transfer-Encoding: \x0bchunked\r\n', chunks)],
  ['a blank before the colon', 400, post('Transfer-Encoding : chunked\r\n', chunks)],
  ['chunks in HTTP/1.0', 400, `POST /graphql HTTP/1.0\r\n${host}${json}${chunked}\r\n${chunks}`],
  ['a chunk of no size', 400, post(chunked, 'zz\r\nabc\r\n0\r\n\r\n')],
  ['a chunk below nought', 400, post(chunked, '-1\r\nabc\r\n0\r\n\r\n')],
  ['a chunk with a prefix', 400, post(chunked, '0x3\r\nabc\r\n0\r\n\r\n')],
  ['a chunk beyond all numbers', 400, post(chunked, `${'f'.repeat(20)}\r\nabc\r\n0\r\n\r\n`)],
  ['a chunk longer than it says', 400, post(chunked, '3\r\nabcd\r\n0\r\n\r\n')],
  ['chunks ended by line feeds', 400, post(chunked, '3\nabc\n0\n\n')],
  ['a line feed in a chunk’s extension', 400, post(chunked, '3;a\nb\r\nabc\r\n0\r\n\r\n')],
  ['a flood of chunk extensions', 413, post(chunked, `3;${'a'.repeat(20_000)}\r\nabc\r\n0\r\n\r\n`)],
  ['trailers beyond the limit', 431, post(chunked, `0\r\nx: ${'a'.repeat(20_000)}\r\n\r\n`)],
  ['a length among the trailers', 400, post(chunked, '0\r\nContent-Length: 5\r\n\r\n')],
  // RFC 9112 section 3: the request line.
  ['another version', 400, `GET /user/info HTTP/1.2\r\n${host}\r\n`],
  ['a version to come', 400, `GET /user/info HTTP/9.9\r\n${host}\r\n`],
  ['HTTP/2 in HTTP/1’s words', 400, `GET /user/info HTTP/2.0\r\n${host}\r\n`],
  ['a version in small letters', 400, `GET /user/info http/1.1\r\n${host}\r\n`],
  ['HTTP/2’s preface', 400, 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
  ['HTTP/0.9', 400, 'GET /user/info\r\n\r\n'],
  ['TLS', 400, Buffer.from('1603010200010001fc0303', 'hex')],
  ['bytes without sense', 400, Buffer.from(Array.from({ length: 64 }, (_, index) => (index * 37 + 1) % 256))],
  ['a method nobody knows', 400, `FETCH /user/info HTTP/1.1\r\n${host}\r\n`],
  ['a method in small letters', 400, `get /user/info HTTP/1.1\r\n${host}\r\n`],
  ['a tunnel', 405, `CONNECT gateway.test:443 HTTP/1.1\r\n${host}\r\n`],
  ['a blank in the address', 400, get('/user/info x')],
  ['NUL in the address', 400, get('/user\0/info')],
  ['letters beyond ASCII in the address', 400, Buffer.from(get('/user/ïnfo'))],
  ['a backslash in the path', 400, get('/user\\info')],
  ['no path at all', 400, get('user/info')],
  ['an address of another scheme', 400, get('ftp://gateway.test/user/info')],
  ['an address without a host', 400, get('http://')],
  ['an asterisk', 400, `OPTIONS * HTTP/1.1\r\n${host}\r\n`],
  ['an address beyond the limit', 431, get(`/user/info?${'a'.repeat(20_000)}`)],
  // RFC 9112 section 5: header lines.
  ['a folded header', 400, get('/user/info', 'Authorization: Bearer\r\n x\r\n')],
  ['a line feed alone', 400, 'GET /user/info HTTP/1.1\nHost: gateway.test\n\n'],
  ['a line feed alone after a header', 400, 'GET /user/info HTTP/1.1\r\nHost: gateway.test\nA: b\r\n\r\n'],
  ['a carriage return alone', 400, get('/user/info', 'A: b\rC: d\r\n')],
  ['NUL in a header', 400, get('/user/info', 'A: b\0c\r\n')],
  ['NUL in a header’s name', 400, get('/user/info', 'A\0: b\r\n')],
  ['a header without a name', 400, get('/user/info', ': b\r\n')],
  ['a header without a colon', 400, get('/user/info', 'abc\r\n')],
  ['a blank before the first header', 400, 'GET /user/info HTTP/1.1\r\n Host: gateway.test\r\n\r\n'],
  ['a header beyond the limit', 431, get('/user/info', `A: ${'a'.repeat(20_000)}\r\n`)],
  ['headers beyond the limit together', 431, get('/user/info', `A: ${'a'.repeat(100)}\r\n`.repeat(200))],
  // RFC 9112 section 3.2: Host.
  ['no Host', 400, 'GET /user/info HTTP/1.1\r\n\r\n'],
  ['two Hosts', 400, get('/user/info', 'host: other.test\r\n')],
  ['the same Host twice', 400, get('/user/info', host)],
  ['two Hosts in HTTP/1.0', 400, `GET /user/info HTTP/1.0\r\n${host}${host}\r\n`],
  ['a Host with a path', 400, 'GET /user/info HTTP/1.1\r\nHost: gateway.test/x?\r\n\r\n'],
  ['a Host with a user', 400, 'GET /user/info HTTP/1.1\r\nHost: ada@gateway.test\r\n\r\n'],
  ['a Host with a blank', 400, 'GET /user/info HTTP/1.1\r\nHost: gateway test\r\n\r\n'],
  ['less of a body than announced', 400, post('Content-Length: 99\r\n', query), { halfClose: true }],
  ['half a header', 400, 'GET /user/info HTTP/1.1\r\nHost: gate', { halfClose: true }],
]
