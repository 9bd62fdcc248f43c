import { readdirSync, readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { badge } from '../../src/rest/legacy/_example/index.ts'
import { shapes } from '../../src/rest/legacy/index.ts'
import { documented } from '../support/documented.ts'
import { schemaCheckOf } from '../support/json-schema.ts'
import { type ServedRoom, serveRoom } from '../support/room.ts'

const rooms = new URL('../../src/rest/legacy/', import.meta.url)
const folders = readdirSync(rooms, { withFileTypes: true }).filter((entry) => entry.isDirectory())

/** A room's folder is its shape's name, but for the one that is no more than an example. */
const shapeIn = (folder: string) =>
  folder === '_example' ? badge : shapes.find(({ system }) => system.toLowerCase().replaceAll('_', '-') === folder)

test('every listed shape has a room, with a page about it', () => {
  expect(folders.map(({ name }) => shapeIn(name))).toEqual(expect.arrayContaining([...shapes]))
  for (const { name } of folders) {
    const lines = readFileSync(new URL(`${name}/README.md`, rooms), 'utf8')
      .trimEnd()
      .split('\n').length
    expect([name, lines >= 15, lines <= 40]).toEqual([name, true, true])
  }
})

describe.each(folders.map(({ name }) => name))('the examples of %s', (folder) => {
  const shape = shapeIn(folder)
  if (!shape) throw new Error(`${folder} is the room of no shape.`)
  const directory = new URL(`${folder}/examples/`, rooms)
  const examples = readdirSync(directory).map((file) => ({
    file,
    body: readFileSync(new URL(file, directory), 'utf8'),
  }))
  const problemsOf = schemaCheckOf(shape)
  const path = shape.routes.find(({ action }) => action === 'read')?.path ?? ''

  let room: ServedRoom
  beforeAll(async () => {
    room = await serveRoom(shape)
  })
  afterAll(async () => {
    expect(room.bugs).toEqual([])
    await room.close()
  })

  test('are two to four, the documented body among them', () => {
    expect(examples.length).toBeGreaterThanOrEqual(2)
    expect(examples.length).toBeLessThanOrEqual(4)
    const sample = documented.find(({ system, id }) => system === shape.system && !id.startsWith('a0a0'))
    if (sample)
      expect(examples.map(({ body }) => JSON.parse(body)).map(({ user, id }) => user?.id ?? id)).toContain(sample.id)
  })

  test.each(examples)('$file is imported as it is, comes back byte for byte and keeps the schema', async ({ body }) => {
    expect(await room.importBody(body)).toEqual({ status: 'created', normalised: [], warnings: [] })
    const { user, id, badge: number } = JSON.parse(body)
    const response = await room.send('GET', path, user?.id ?? id ?? number)
    expect([response.status, await response.text()]).toEqual([200, body])
    expect(problemsOf(JSON.parse(body))).toEqual([])
  })

  test('the schema takes no key less and no key more, but for those that may be absent', () => {
    for (const { body } of examples) {
      const whole = JSON.parse(body)
      expect(problemsOf({ ...whole, further: 1 })).not.toEqual([])
      for (const key of Object.keys(whole)) {
        const { [key]: _gone, ...rest } = whole
        const mayBeAbsent = folder === '_example' && key === 'good_until'
        expect([key, problemsOf(rest).length > 0]).toEqual([key, !mayBeAbsent])
      }
    }
  })
})
