import { type Costly, filled, request, room } from './costly-input.ts'

const profile = 'mutation ($i: UpdateProfileInput!) { updateProfile(input: $i) { viewer { email } } }'
const usage = 'mutation ($i: RecordUsageInput!) { recordUsage(input: $i) { recorded } }'
const find = 'query ($by: AccountLookup!) { account(by: $by) { id } }'
const event = (meter: string, more = '') => `{"id":"x","meter":"${meter}","quantity":1${more}}`

/** What a variable of a GraphQL request can be. */
export const costlyVariables: Readonly<Record<string, Costly>> = {
  'unknown keys in an input object': (size) =>
    request(profile, `{"i":{${filled(room(size), (n) => `"k${n}":1`, ',')}}}`),
  'unknown keys that resemble known ones': (size) =>
    request(profile, `{"i":{${filled(room(size), (n) => `"displayNam${n}":1`, ',')}}}`),
  'one unknown key': (size) => request(profile, `{"i":{"${'k'.repeat(room(size))}":1}}`),
  'a key that speaks of suggestions': (size) =>
    request(profile, `{"i":{"${filled(room(size), () => ' did you mean ')}":1}}`),
  'a known key many levels deep in unknown ones': (size) =>
    request(profile, `{"i":{"displayName":${'{"a":'.repeat(40)}"${'x'.repeat(room(size))}"${'}'.repeat(40)}}}`),
  'values of another type': (size) =>
    request(profile, `{"i":{"displayName":{${filled(room(size), (n) => `"k${n}":1`, ',')}}}}`),
  'a list of wrong enum values': (size) =>
    request(usage, `{"i":{"account":{},"events":[${filled(room(size), () => event('SPAN'), ',')}]}}`),
  'a list of numbers for a list of objects': (size) =>
    request(usage, `{"i":{"account":{},"events":[${filled(room(size), () => '0', ',')}]}}`),
  'a list of nulls': (size) =>
    request(usage, `{"i":{"account":{},"events":[${filled(room(size), () => 'null', ',')}]}}`),
  'a list of objects with unknown keys': (size) =>
    request(usage, `{"i":{"account":{},"events":[${filled(room(size), () => event('SPANS', ',"x":1'), ',')}]}}`),
  'a list of wrong dates': (size) =>
    request(
      usage,
      `{"i":{"account":{},"events":[${filled(room(size), () => event('SPANS', ',"occurredAt":"no"'), ',')}]}}`,
    ),
  'more events than are taken, each wrong': (size) =>
    request(
      usage,
      `{"i":{"account":{"email":"a@b.example"},"events":[${filled(room(size), () => event('SPANS').replace('1', '-1'), ',')}]}}`,
    ),
  'as many wrong events as are taken': (size) => {
    const events = Array.from({ length: Math.min(500, Math.floor(size / 60)) }, () => event('SPANS').replace('1', '-1'))
    const query = 'mutation ($i: RecordUsageInput!) { recordUsage(input: $i) { userErrors { field message code } } }'
    return request(query, `{"i":{"account":{"email":"a@b.example"},"events":[${events.join(',')}]}}`)
  },
  'more events than are taken': (size) =>
    request(
      usage,
      `{"i":{"account":{"email":"a@b.example"},"events":[${filled(room(size), (n) => event('SPANS').replace('x', `e${n}`), ',')}]}}`,
    ),
  'a wrong enum value of one word': (size) =>
    request('query ($s: LegacySystem) { lineage(system: $s) { form } }', `{"s":"${'X'.repeat(room(size))}"}`),
  'an address of combining marks': (size) =>
    request(find, `{"by":{"email":"a${filled(room(size) / 2, () => '\u0301\u0316')}@b.example"}}`),
  'an address of final sigmas': (size) => request(find, `{"by":{"email":"${'ς'.repeat(room(size) / 2)}@b.example"}}`),
  'one address looked up again and again': (size) => {
    const lookups = Array.from({ length: 30 }, (_, n) => `a${n}: account(by: { email: $b }) { id }`)
    return request(
      `query ($b: EmailAddress!) { ${lookups.join(' ')} }`,
      `{"b":"${'ς'.repeat((room(size) - 2_000) / 2)}@b"}`,
    )
  },
  'an address of dots': (size) => request(find, `{"by":{"email":"a@${filled(room(size), () => 'a.')}"}}`),
  'an address of hyphens': (size) => request(find, `{"by":{"email":"a@${'-'.repeat(room(size))}"}}`),
  'an amount of many digits': (size) =>
    request(
      'mutation ($i: GrantCreditsInput!) { grantCredits(input: $i) { replayed } }'.replace(
        'replayed',
        'userErrors { code }',
      ),
      `{"i":{"account":{"email":"a@b.example"},"eur":"${'9'.repeat(room(size))}","reason":"x","idempotencyKey":"k"}}`,
    ),
  'a number of many digits': (size) =>
    request(
      'query ($n: Int) { viewer { resources { agents(first: $n) { edges { cursor } } } } }',
      `{"n":${'9'.repeat(room(size))}}`,
    ),
  'an instant of many digits': (size) =>
    request(
      usage,
      `{"i":{"account":{},"events":[{"id":"x","meter":"SPANS","quantity":1,"occurredAt":"2026-02-07T00:00:00.${'0'.repeat(room(size))}"}]}}`,
    ),
  'a UUID of hyphens': (size) => request(find, `{"by":{"accountId":"${'0-'.repeat(room(size) / 2)}"}}`),
  'an id of padding': (size) =>
    request('query ($id: ID!) { node(id: $id) { id } }', `{"id":"${'='.repeat(room(size))}"}`),
  'an id of colons': (size) =>
    request(
      'query ($id: ID!) { node(id: $id) { id } }',
      `{"id":"${Buffer.from(':'.repeat(room(size) * 0.7)).toString('base64')}"}`,
    ),
  'a link of white space': (size) => request(profile, `{"i":{"imageUrl":"https://${' '.repeat(room(size))}"}}`),
  'a link of percent signs': (size) =>
    request(profile, `{"i":{"imageUrl":"https://a.example/${'%'.repeat(room(size))}"}}`),
  'a name of white space': (size) => request(profile, `{"i":{"displayName":"${' '.repeat(room(size))}"}}`),
  'a name of escapes': (size) => request(profile, `{"i":{"displayName":"${'\\u0020'.repeat(room(size) / 6)}"}}`),
  'variables that nobody declared': (size) =>
    request('{ plans { key } }', `{${filled(room(size), (n) => `"v${n}":1`, ',')}}`),
  'nesting as deep as is taken, again and again': (size) =>
    request(profile, `{"i":[${filled(room(size), () => `${'['.repeat(60)}${']'.repeat(60)}`, ',')}]}`),
}
