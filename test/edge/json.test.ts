import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { expectCell } from '../rest/situation-table.ts'
import { createTestApp, type TestApp } from '../support/app.ts'
import { importPerson } from '../support/legacy-people.ts'

let app: TestApp
let token: string
beforeAll(async () => {
  app = await createTestApp()
  token = await app.token((await importPerson(app, 1)).accountId)
})
afterAll(async () => {
  expect(app.bugs).toEqual([])
  await app.close()
})

const patch = (body: string) => app.send('PATCH', '/api/v1/users/me', body, token)
const post = (body: string) => app.send('POST', '/graphql', body, token)
const nameNow = async () => (await (await app.get('/api/v1/users/me', token)).json()).full_name

/** A body for each face with something in it that nobody looks at, so many levels down. */
const faces = [
  { face: 'users-me', down: 1, send: (json: string) => patch(`{"unknown":${json}}`) },
  { face: 'graph', down: 2, send: (json: string) => post(`{"query":"{plans{key}}","extensions":{"unknown":${json}}}`) },
] as const

describe.each(faces)('$face', ({ face, down, send }) => {
  /** So many levels in all. */
  const nested = (levels: number, [open, close]: readonly [string, string]) =>
    `${open.repeat(levels - down)}1${close.repeat(levels - down)}`
  const kinds = { lists: ['[', ']'], objects: ['{"a":', '}'], both: ['[{"a":', '}]'] } as const

  test.each(['lists', 'objects'] as const)('64 levels of %s are read, 65 are not', async (kind) => {
    expect((await send(nested(64, kinds[kind]))).status).toBe(200)
    await expectCell('malformed JSON', face, await send(nested(65, kinds[kind])))
  })

  test('tens of thousands of levels are refused as 65 are, closed or not', async () => {
    await expectCell('malformed JSON', face, await send(nested(10_000, kinds.both)))
    await expectCell('malformed JSON', face, await send('['.repeat(90_000)))
    await expectCell('malformed JSON', face, await send('{"a":'.repeat(15_000)))
  })

  test.each([
    ['brackets in text', JSON.stringify('[{'.repeat(100))],
    ['quotes and backslashes in text', JSON.stringify('"[\\"{\\'.repeat(50))],
    ['many lists beside one another', `[${'[],'.repeat(1_000)}[]]`],
    ['the same name in two objects', '[{"a":1},{"a":2}]'],
    ['the same name inside and outside', '{"a":{"a":{"a":1}}}'],
    ['a value like its name', '{"a":"a","b":"a"}'],
    ['the same text twice in a list', '["a","a"]'],
    ['names that differ in case', '{"a":1,"A":2}'],
    ['names from the prototype', '{"__proto__":{"a":1},"constructor":1,"toString":2}'],
  ])('takes %s', async (_, json) => {
    expect((await send(json)).status).toBe(200)
  })

  test.each([
    ['outright', '{"a":1,"a":2}'],
    ['with the same value', '{"a":1,"a":1}'],
    ['written in another way', String.raw`{"a":1,"\u0061":2}`],
    ['with blanks before the colon', '{"a" \t\r\n:1,"a":2}'],
    ['with something between', '{"a":[{"b":1}],"c":"}","a":2}'],
    ['as nothing', '{"":1,"":2}'],
    ['far inside', '[[{"x":[{"a":1,"b":{},"a":2}]}]]'],
    ['from the prototype', '{"__proto__":1,"__proto__":2}'],
  ])('refuses a name that stands twice in one object: %s (our decision)', async (_, json) => {
    await expectCell('malformed JSON', face, await send(json))
  })

  test.each([
    ['text without end', `"${'\\"'.repeat(40_000)}`],
    ['backslashes', `"${'\\'.repeat(90_000)}"`],
    ['quotes', '"'.repeat(90_000)],
    ['blanks after text', `["",${`""${' '.repeat(40)},`.repeat(2_000)}""]`],
    ['blanks', ' '.repeat(90_000)],
    ['names', `{${Array.from({ length: 8_000 }, (_, index) => `"${index}":1`).join(',')}}`],
  ])('reads %s in no time', async (_, json) => {
    const began = performance.now()
    expect([200, 400]).toContain((await send(json)).status)
    expect(performance.now() - began).toBeLessThan(1_000)
  })
})

describe('a byte order mark', () => {
  test('before the body is passed over (RFC 8259 section 8.1; our decision)', async () => {
    expect((await patch('\ufeff{"full_name":"Ada"}')).status).toBe(200)
    expect((await post('\ufeff{"query":"{plans{key}}"}')).status).toBe(200)
  })

  test.each([
    ['two of them', '\ufeff\ufeff{}'],
    ['one after a blank', ' \ufeff{}'],
    ['one at the end', '{}\ufeff'],
    ['nothing else', '\ufeff'],
  ])('%s: malformed', async (_, body) => {
    await expectCell('malformed JSON', 'users-me', await patch(body))
    await expectCell('malformed JSON', 'graph', await post(body))
  })
})

test('what is said twice changes nothing', async () => {
  await patch('{"full_name":"Ada"}')
  for (const body of ['{"full_name":"B","full_name":"C"}', String.raw`{"full_name":"B","full\u005fname":"C"}`]) {
    await expectCell('malformed JSON', 'users-me', await patch(body))
  }
  expect(await nameNow()).toBe('Ada')
})

test.each([
  ['variables nested too deeply', `query=%7Bplans%7Bkey%7D%7D&variables=${'%5B'.repeat(65)}`],
  ['variables that say one thing twice', 'query=%7Bplans%7Bkey%7D%7D&variables=%7B%22a%22%3A1%2C%22a%22%3A2%7D'],
  ['a query given twice', 'query=%7Bplans%7Bkey%7D%7D&query=%7Bplans%7Bname%7D%7D'],
])('a query by GET: %s', async (_, search) => {
  await expectCell('malformed JSON', 'graph', await app.get(`/graphql?${search}`, token))
})
