import fc from 'fast-check'
import { type FieldNode, type FragmentDefinitionNode, Kind, parse, type SelectionSetNode } from 'graphql'
import { parse as parseLossless, stringify } from 'lossless-json'
import { describe, expect, test } from 'vitest'
import { linesOfBody } from '../../src/console/app/shapes/json-lines.ts'
import { ordered } from '../../src/console/app/shapes/ordered.ts'
import { isIn, type Lineage, relationOf } from '../../src/console/app/shapes/relations.ts'
import { consoleDocuments } from '../../src/console/documents.ts'
import { shapes } from '../../src/rest/legacy/index.ts'
import { lineageOf } from '../../src/rest/legacy/lineage.ts'
import { documented } from '../support/documented.ts'

const lineage = shapes.flatMap(lineageOf) as unknown as readonly Lineage[]
const spotOf = ({ system, legacyField }: Lineage) => ({ panel: system, place: legacyField })

describe('what says the same in the five shapes', () => {
  test.each(lineage.filter(({ kind }) => kind === 'MAPPED' || kind === 'DERIVED'))(
    '$system $legacyField is found from the graph, and the graph from it',
    (row) => {
      const relation = relationOf(lineage, spotOf(row))
      for (const place of row.viewerFields) {
        expect(isIn(relation, { panel: 'graph', place })).toBe(true)
        expect(isIn(relationOf(lineage, { panel: 'graph', place }), spotOf(row))).toBe(true)
      }
    },
  )

  test('a name is told by three endpoints, under three names', () => {
    const relation = relationOf(lineage, { panel: 'graph', place: 'displayName' })
    // Contract, lineage table; user-profile derives its `name`.
    expect(relation.rows.map(({ system, legacyField }) => `${system} ${legacyField}`)).toEqual([
      'ACCOUNT_PROFILE user.name',
      'USERS_ME full_name',
      'USER_PROFILE name',
    ])
  })

  test('an id belongs to its own system alone', () => {
    const relation = relationOf(lineage, { panel: 'USERS_ME', place: 'id' })
    expect(relation.viewerFields).toEqual(['identities.USERS_ME.legacyId'])
    expect(relation.rows.map(({ system }) => system)).toEqual(['USERS_ME'])
  })

  test('a bracket says nothing', () => {
    const relation = relationOf(lineage, { panel: 'graph', place: 'displayName' })
    expect(isIn(relation, { panel: 'graph', place: '' })).toBe(false)
  })
})

test('the console asks for every place of the Viewer that a legacy field lives in', () => {
  const text = [...consoleDocuments.values()].find((one) => one.includes('query ViewerFacts')) ?? ''
  const document = parse(text)
  const fragments = new Map(
    document.definitions
      .filter((one): one is FragmentDefinitionNode => one.kind === Kind.FRAGMENT_DEFINITION)
      .map((fragment) => [fragment.name.value, fragment.selectionSet]),
  )
  const fieldsIn = (selection: SelectionSetNode | undefined): FieldNode[] =>
    (selection?.selections ?? []).flatMap((one) =>
      one.kind === Kind.FIELD
        ? [one]
        : fieldsIn(one.kind === Kind.FRAGMENT_SPREAD ? fragments.get(one.name.value) : one.selectionSet),
    )
  const isAsked = (path: string) => {
    let selection = fragments.get('Facts')
    for (const name of path.split('.')) {
      const field = fieldsIn(selection).find((one) => one.name.value === name)
      if (!field) return false
      selection = field.selectionSet
    }
    return true
  }
  expect([...new Set(lineage.flatMap(({ viewerFields }) => viewerFields))].filter((path) => !isAsked(path))).toEqual([])
})

describe('a body that is laid out', () => {
  const joined = (body: string) => (linesOfBody(body) ?? []).map(({ key, text }) => key + text).join('')

  test.each(documented)('of $system says what its bytes say', ({ body }) => {
    expect(stringify(parseLossless(joined(body)))).toBe(body)
  })

  test('keeps the text of every number', () => {
    expect(joined('{"a":41.20,"b":1e2,"c":12345678901234567890,"d":-0.0}')).toBe(
      '{"a": 41.20,"b": 1e2,"c": 12345678901234567890,"d": -0.0}',
    )
  })

  test('says the same, whatever it is', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        // `__typename` is the console's own, and no legacy body has it.
        fc.pre(!('__proto__' in value && Object.hasOwn(value, '__proto__')))
        const body = JSON.stringify(value)
        expect(JSON.parse(joined(body))).toEqual(JSON.parse(body))
      }),
      { numRuns: 300 },
    )
  })

  test('is none when it is no JSON', () => {
    expect(linesOfBody('')).toBeNull()
  })
})

test('the graph is laid out in the order in which the legacy bodies tell of it', () => {
  const graph = { zebra: 1, credits: { held: 2, wallet: { held: 1, available: 0 } }, email: '' }
  expect(JSON.stringify(ordered(graph, lineage))).toBe(
    '{"credits":{"wallet":{"available":0,"held":1},"held":2},"email":"","zebra":1}',
  )
})
