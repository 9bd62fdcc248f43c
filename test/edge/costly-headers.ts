import { type Costly, filled } from './costly-input.ts'

/** What a header can be, at about `size` characters: the server takes 16 kB of them. */
export const costlyHeaders: Readonly<Record<string, (size: number) => Readonly<Record<string, string>>>> = {
  'a token of dots': (size) => ({ authorization: `Bearer ${'.'.repeat(size)}` }),
  'a token whose header is nested': (size) => {
    const header = Buffer.from('['.repeat(Math.floor(size * 0.7))).toString('base64url')
    return { authorization: `Bearer ${header}.e30.e30` }
  },
  'a token of many claims': (size) => {
    const claims = Buffer.from(`{${filled(Math.floor(size * 0.7), (n) => `"k${n}":1`, ',')}}`).toString('base64url')
    return { authorization: `Bearer e30.${claims}.e30` }
  },
  'a scheme and white space': (size) => ({ authorization: `Bearer${' '.repeat(size)}x y` }),
  'an API key': (size) => ({ 'x-api-key': 'k'.repeat(size) }),
  'forwarded addresses': (size) => ({ 'x-forwarded-for': filled(size, () => '1.2.3.4', ',') }),
  'a forwarded address of brackets': (size) => ({ 'x-forwarded-for': '['.repeat(size) }),
  'media types': (size) => ({ accept: filled(size, (n) => `a/b${n};q=0.${n % 10}`, ',') }),
  'one media type of parameters': (size) => ({ accept: `text/html${filled(size, (n) => `;p${n}="\\\\"`)}` }),
  'a media type of quotes': (size) => ({ accept: `a/b;x=${'"'.repeat(size)}` }),
  'a media type of white space': (size) => ({ accept: `a${' '.repeat(size)}/b` }),
  codings: (size) => ({ 'accept-encoding': filled(size, () => 'br;q=0', ', ') }),
  'a coding of zeros': (size) => ({ 'accept-encoding': `br;q=0.${'0'.repeat(size)}1` }),
  'a content type of white space': (size) => ({ 'content-type': `application/json${' '.repeat(size)};x` }),
  'a content type of parameters': (size) => ({ 'content-type': `application/json${filled(size, () => ';a=b')}` }),
  'a request id': (size) => ({ 'x-request-id': '0-'.repeat(size / 2) }),
  'a trace': (size) => ({ traceparent: '00-'.repeat(size / 3), tracestate: filled(size / 3, (n) => `k${n}=v`, ',') }),
  'entity tags': (size) => ({ 'if-none-match': filled(size, (n) => `"${n}"`, ',') }),
  'many headers': (size) =>
    Object.fromEntries(Array.from({ length: Math.min(size / 16, 900) }, (_, n) => [`x-h${n}`, 'v'])),
  'a version': (size) => ({ 'x-exorde-api-version': 'v'.repeat(size) }),
  cookies: (size) => ({ cookie: filled(size, (n) => `c${n}=v`, '; ') }),
}

/** What the address of a request can be, after the host. */
export const costlyAddresses: Readonly<Record<string, Costly>> = {
  'many parameters': (size) => `/graphql?${filled(size, (n) => `p${n}`, '&')}`,
  'the same parameter': (size) => `/graphql?${filled(size, () => 'q=1', '&')}`,
  'variables of many keys': (size) =>
    `/graphql?query=query($i:String){plans{key}}&variables={${filled(size - 100, (n) => `"k${n}":1`, ',')}}`,
  'a query of unknown fields': (size) => `/graphql?query={${filled(size - 100, (n) => `f${n}`, '+')}}`,
  'percent signs': (size) => `/graphql?query=${'%'.repeat(size - 100)}`,
  escapes: (size) => `/graphql?query=${'%20'.repeat((size - 100) / 3)}`,
  slashes: (size) => '/'.repeat(size),
  dots: (size) => `/${'../'.repeat(size / 3)}`,
  'a long name': (size) => `/${'a'.repeat(size)}`,
}
