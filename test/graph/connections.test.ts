import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestApp, type TestApp, testNow } from '../support/app.ts'
import {
  AgentPageDocument,
  type AgentPageQueryVariables,
  ApiKeyPageDocument,
  HistoryPageDocument,
  type HistoryPageQueryVariables,
} from '../support/gql/graphql.ts'
import { ask, askWell } from '../support/graph.ts'
import { importPerson, type Person } from '../support/legacy-people.ts'

const rows = 27

let app: TestApp
let owner: Person
let neighbour: Person
let token: string
beforeAll(async () => {
  app = await createTestApp()
  owner = await importPerson(app, 1)
  neighbour = await importPerson(app, 2)
  token = await app.token(owner.accountId)
  const { prisma } = app.database
  // Made in turns, so that neither's rows stand in one piece.
  for (let index = 0; index < rows; index += 1) {
    for (const { accountId } of [owner, neighbour]) {
      await prisma.agent.create({
        data: { id: crypto.randomUUID(), accountId, name: `agent ${index}`, createdAt: testNow },
      })
      await prisma.apiKey.create({
        data: {
          id: crypto.randomUUID(),
          accountId,
          name: `key ${index}`,
          sha256: new Uint8Array(Buffer.from(crypto.randomUUID())),
          lastFour: String(index).padStart(4, '0'),
          createdAt: testNow,
        },
      })
    }
  }
  await prisma.ledgerEntry.createMany({
    data: Array.from({ length: rows }, (_, index) => ({
      accountId: owner.accountId,
      sequence: BigInt(1_000 + index),
      pool: index % 2 === 0 ? ('WALLET' as const) : ('PERMANENT' as const),
      kind: 'GRANT' as const,
      source: 'ISSUED' as const,
      destination: 'AVAILABLE' as const,
      amount: 1n,
      availableAfter: 1n,
      reference: `movement ${index}`,
      actor: 'service:test',
      occurredAt: testNow,
    })),
  })
})
afterAll(() => app.close())

/** Newest first: the last one made stands first. */
const agentNames = Array.from({ length: rows }, (_, index) => `agent ${rows - 1 - index}`)

describe('a page of a list', () => {
  test('holds twenty rows unless said, newest first, and says where it goes on', async () => {
    const page = await agents({})
    expect(namesIn(page)).toEqual(agentNames.slice(0, 20))
    expect(page.pageInfo).toEqual({
      hasNextPage: true,
      hasPreviousPage: false,
      startCursor: page.edges[0]?.cursor,
      endCursor: page.edges[19]?.cursor,
    })
  })

  test('goes forwards from a cursor to the end', async () => {
    const first = await agents({ first: 25 })
    const second = await agents({ first: 25, after: first.pageInfo.endCursor })
    expect(namesIn(second)).toEqual(agentNames.slice(25))
    expect(second.pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: true })
  })

  test('goes backwards from a cursor to the front, newest first all the same', async () => {
    const last = await agents({ last: 5 })
    expect(namesIn(last)).toEqual(agentNames.slice(-5))
    expect(last.pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: true })
    const before = await agents({ last: 25, before: last.pageInfo.startCursor })
    expect(namesIn(before)).toEqual(agentNames.slice(0, -5))
    expect(before.pageInfo).toMatchObject({ hasPreviousPage: false, hasNextPage: true })
  })

  test('holds what stands between two cursors', async () => {
    const { edges } = await agents({ first: 10 })
    const between = await agents({ after: edges[2]?.cursor ?? null, before: edges[7]?.cursor ?? null })
    expect(namesIn(between)).toEqual(agentNames.slice(3, 7))
  })

  test('of no rows is empty', async () => {
    const page = await agents({ first: 0 })
    expect(page.edges).toEqual([])
    expect(page.pageInfo).toMatchObject({ startCursor: null, endCursor: null })
  })

  test('holds at most a hundred', async () => {
    expect(namesIn(await agents({ first: 100 }))).toEqual(agentNames)
    for (const tooMany of [{ first: 101 }, { last: 101 }, { first: 2 ** 31 - 1 }, { first: -1 }, { last: -1 }]) {
      const { data, errors } = await ask(app, AgentPageDocument, token, tooMany)
      expect(data).toEqual({ viewer: null })
      expect(errors).toEqual([
        {
          message: 'A page holds 0 to 100 rows.',
          locations: expect.any(Array),
          path: ['viewer', 'resources', 'page'],
          extensions: { code: 'BAD_REQUEST', requestId: expect.any(String) },
        },
      ])
    }
  })

  test('asked for from both ends is refused', async () => {
    const { errors } = await ask(app, AgentPageDocument, token, { first: 1, last: 1 })
    expect(errors).toEqual([
      expect.objectContaining({ extensions: { code: 'BAD_REQUEST', requestId: expect.any(String) } }),
    ])
    expect(app.bugs).toEqual([])
  })

  test.each([
    ['of another list', async () => (await keys({ first: 1 })).pageInfo.endCursor],
    ['nobody made', async () => 'bm9ib2R5'],
    ['that is no cursor at all', async () => '…'],
    ['of a number beyond any row', async () => Buffer.from('agents:99999999999999999999').toString('base64url')],
    ['that says SQL', async () => Buffer.from("agents:1' OR '1'='1").toString('base64url')],
    ['empty', async () => ''],
  ])('from a cursor %s is refused', async (_, cursor) => {
    for (const variables of [{ after: await cursor() }, { before: await cursor() }]) {
      const { errors } = await ask(app, AgentPageDocument, token, variables)
      expect(errors).toEqual([
        expect.objectContaining({
          message: 'This is not a cursor of this list.',
          extensions: { code: 'BAD_REQUEST', requestId: expect.any(String) },
        }),
      ])
    }
    expect(app.bugs).toEqual([])
  })

  test('never holds a neighbour’s row, whatever cursor it starts from', async () => {
    const theirs = await askWell(app, AgentPageDocument, await app.token(neighbour.accountId), { first: 10 })
    const after = theirs.viewer?.resources.page.pageInfo.endCursor ?? null
    const { edges } = await agents({ first: 100, after })
    expect(edges.length).toBeLessThan(rows)
    expect(namesIn({ edges })).toEqual(agentNames.slice(-edges.length))
  })
})

describe('page after page', () => {
  const sizes = fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 10 })

  test('no row is lost and none comes twice, forwards, whatever the sizes', async () => {
    await fc.assert(
      fc.asyncProperty(sizes, async (sizes) => {
        expect(await walk('forwards', sizes, keys)).toEqual(keyNames)
      }),
      { numRuns: 25 },
    )
  })

  test('nor backwards', async () => {
    await fc.assert(
      fc.asyncProperty(sizes, async (sizes) => {
        expect(await walk('backwards', sizes, keys)).toEqual(keyNames)
      }),
      { numRuns: 25 },
    )
  })

  test('nor in the journal of one pool', async () => {
    const expected = Array.from({ length: rows }, (_, index) => `movement ${rows - 1 - index}`).filter(
      (_, index) => index % 2 === 1,
    )
    const permanent = async (variables: AgentPageQueryVariables) => {
      const page = await history({ ...variables, pool: 'PERMANENT' })
      expect(page.edges.map(({ node }) => node.pool)).toEqual(page.edges.map(() => 'PERMANENT'))
      return page
    }
    await fc.assert(
      fc.asyncProperty(sizes, async (sizes) => {
        const names = await walk('forwards', sizes, permanent)
        expect(names.filter((name) => name !== null)).toEqual(expected)
      }),
      { numRuns: 10 },
    )
  })

  test('a row that is made meanwhile stands before the first page, not in the next', async () => {
    const first = await agents({ first: 10 })
    const { id } = await app.database.prisma.agent.create({
      data: { id: crypto.randomUUID(), accountId: owner.accountId, name: 'newcomer', createdAt: testNow },
    })
    expect(namesIn(await agents({ first: 10, after: first.pageInfo.endCursor }))).toEqual(agentNames.slice(10, 20))
    expect(namesIn(await agents({ last: 5, before: first.pageInfo.startCursor }))).toEqual(['newcomer'])
    await app.database.prisma.agent.delete({ where: { id } })
  })

  const keyNames = agentNames.map((name) => name.replace('agent', 'key'))

  async function walk(
    direction: 'forwards' | 'backwards',
    sizes: readonly number[],
    read: (variables: AgentPageQueryVariables) => Promise<Page>,
  ) {
    const names: (string | null)[] = []
    let cursor: string | null = null
    for (let step = 0; ; step += 1) {
      const size = sizes[step % sizes.length] ?? 1
      const page = await read(
        direction === 'forwards' ? { first: size, after: cursor } : { last: size, before: cursor },
      )
      if (direction === 'forwards') names.push(...namesIn(page))
      else names.unshift(...namesIn(page))
      const goesOn = direction === 'forwards' ? page.pageInfo.hasNextPage : page.pageInfo.hasPreviousPage
      cursor = direction === 'forwards' ? page.pageInfo.endCursor : page.pageInfo.startCursor
      if (!goesOn) return names
    }
  }
})

interface Page {
  readonly pageInfo: {
    readonly hasNextPage: boolean
    readonly hasPreviousPage: boolean
    readonly startCursor: string | null
    readonly endCursor: string | null
  }
  readonly edges: readonly { readonly cursor: string; readonly node: { readonly name: string | null } }[]
}

const namesIn = ({ edges }: Pick<Page, 'edges'>) => edges.map(({ node }) => node.name)

async function agents(variables: AgentPageQueryVariables) {
  const { viewer } = await askWell(app, AgentPageDocument, token, variables)
  return viewer?.resources.page ?? nothing()
}

async function keys(variables: AgentPageQueryVariables): Promise<Page> {
  const { viewer } = await askWell(app, ApiKeyPageDocument, token, variables)
  return viewer?.resources.page ?? nothing()
}

async function history(variables: HistoryPageQueryVariables) {
  const { viewer } = await askWell(app, HistoryPageDocument, token, variables)
  return viewer?.credits.page ?? nothing()
}

function nothing(): never {
  throw new Error('There is no viewer.')
}
