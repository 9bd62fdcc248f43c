import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { badge } from '../../src/rest/legacy/_example/index.ts'
import { shapes } from '../../src/rest/legacy/index.ts'
import { jsonSchemaOf } from '../../src/rest/legacy/json-schema.ts'
import { lineageOf } from '../../src/rest/legacy/lineage.ts'
import { schemaCheckOf } from '../support/json-schema.ts'
import { type ServedRoom, serveRoom } from '../support/room.ts'

const source = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')
const gold = source('src/rest/legacy/_example/examples/gold.json')
const grey = source('src/rest/legacy/_example/examples/grey.json')
const path = '/door/badge'

let room: ServedRoom
beforeAll(async () => {
  room = await serveRoom(badge)
  for (const body of [gold, grey]) {
    expect(await room.importBody(body)).toEqual({ status: 'created', normalised: [], warnings: [] })
  }
})
afterAll(async () => {
  expect(room.bugs).toEqual([])
  await room.close()
})

describe('a room that is one declared list of fields', () => {
  test('is tested, and not listed', () => {
    expect(shapes).not.toContain(badge)
    expect(shapes.map(({ system }) => system)).not.toContain(badge.system)
  })

  test('has an encoder and a decoder: its bodies come back byte for byte', async () => {
    expect(await (await room.send('GET', path, 'B-0042')).text()).toBe(gold)
    expect(await (await room.send('GET', path, 'B-0043')).text()).toBe(grey)
  })

  test('has a PATCH that sets, clears, leaves and ignores', async () => {
    const patched = async (body: unknown) => (await room.send('PATCH', path, 'B-0043', body)).json()
    expect(await patched({ printed: 'Grace Hopper', colour: 'gold' })).toMatchObject({
      printed: 'Grace Hopper',
      initials: 'GH',
      colour: 'grey',
    })
    expect(await patched({})).toMatchObject({ printed: 'Grace Hopper' })
    expect(await (await room.send('PATCH', path, 'B-0043', { printed: null })).text()).toBe(grey)
  })

  test('has an envelope of its own for every problem', async () => {
    const long = await room.send('PATCH', path, 'B-0043', { printed: 'x'.repeat(256) })
    expect([long.status, await long.json()]).toEqual([
      422,
      { problem: 'wrong', because: 'printed: must be at most 255 characters', at: ['printed'] },
    ])
    const nobody = await room.send('GET', path, null)
    expect([nobody.status, nobody.headers.get('www-authenticate')]).toEqual([401, expect.stringMatching(/^Bearer/)])
    const post = await room.send('POST', path, 'B-0042')
    expect([post.status, post.headers.get('allow')]).toEqual([405, 'GET, HEAD, PATCH'])
    expect((await room.send('GET', path, 'B-9999')).status).toBe(404)
  })

  test('has a JSON Schema its answers keep', () => {
    const problems = schemaCheckOf(badge)
    expect([gold, grey].flatMap((body) => problems(JSON.parse(body)))).toEqual([])
    expect(problems({ ...JSON.parse(gold), colour: 'green' })).toEqual([
      '/colour must be equal to one of the allowed values',
    ])
    expect(jsonSchemaOf(badge)).toMatchObject({ required: ['badge', 'mail', 'printed', 'initials', 'colour', 'doors'] })
  })

  test('has a lineage', () => {
    expect(lineageOf(badge).map(({ legacyField, kind, viewerFields }) => [legacyField, kind, ...viewerFields])).toEqual(
      [
        ['badge', 'IDENTITY', 'identities.legacyId'],
        ['mail', 'MAPPED', 'email'],
        ['printed', 'MAPPED', 'displayName'],
        ['initials', 'DERIVED', 'displayName'],
        ['colour', 'MAPPED', 'subscription.plan'],
        ['good_until', 'MAPPED', 'subscription.currentPeriodEnd'],
        ['doors', 'CONSTANT'],
      ],
    )
    expect(lineageOf(badge).find(({ legacyField }) => legacyField === 'good_until')?.presence).toBe(
      'something is paid for',
    )
  })

  test('says what is wrong with a record it cannot take, and where a readable one was put right', async () => {
    expect(await room.importBody('{"badge":"B-1","colour":"green"}')).toEqual({
      status: 'refused',
      problems: [
        { field: 'mail', message: 'is missing' },
        { field: 'colour', message: 'must be "grey" or "gold"' },
      ],
    })
    const outcome = await room.importBody(
      '{"badge":"B-2","mail":"b2@example.com","printed":"Bo","initials":"XY","colour":"grey","doors":2}',
    )
    expect(outcome).toMatchObject({
      status: 'created',
      normalised: [
        { field: 'initials', theirs: '"XY"', ours: '"B"' },
        { field: 'doors', theirs: '2', ours: '1' },
      ],
    })
  })
})

describe('the page on how to add a shape', () => {
  const page = source('docs/how-to/add-a-shape.md')
  const snippets = [...page.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].map(([, language = '', text = '']) => ({
    language,
    text: text.trimEnd(),
    first: text.trim().split('\n')[0],
  }))
  const places: Readonly<Record<string, readonly string[]>> = {
    ts: [source('src/rest/legacy/_example/index.ts')],
    json: [gold, grey],
  }
  /** As code reads: without its indentation. */
  const flat = (code: string) => code.replace(/^\s+/gm, '').trim()

  test('shows code', () => {
    expect(snippets.length).toBeGreaterThan(5)
  })

  test.each(snippets.filter(({ language }) => language in places))(
    'quotes the example room: $first',
    ({ language, text }) => {
      expect((places[language] ?? []).some((code) => flat(code).includes(flat(text)))).toBe(true)
    },
  )

  test('adds to the list of shapes exactly the lines it says', () => {
    const diffs = snippets.filter(({ language }) => language === 'diff')
    expect(diffs).toHaveLength(1)
    const lines = (diffs[0]?.text ?? '').split('\n')
    const before = lines.flatMap((line) => (line.startsWith('+') ? [] : [line.slice(1)]))
    for (const line of before) expect(source('src/rest/legacy/index.ts').split('\n')).toContain(line)
    const added = lines.flatMap((line) => (line.startsWith('+') ? [line.slice(1)] : []))
    expect(added).toEqual([
      "import { badge } from './badge/index.ts'",
      'export const shapes: readonly Shape[] = [accountProfile, usersMe, userProfile, userInfo, badge]',
    ])
  })

  test('has no snippet that nobody checks', () => {
    expect(
      snippets.map(({ language }) => language).filter((language) => !(language in places) && language !== 'diff'),
    ).toEqual([])
  })

  test('names no file that is not there', () => {
    const files = [...page.matchAll(/\]\((\.\.\/[^)#]+)\)/g)].map(([, target = '']) => target)
    expect(files.length).toBeGreaterThan(3)
    for (const file of files) expect(() => source(`docs/how-to/${file}`)).not.toThrow()
  })
})
