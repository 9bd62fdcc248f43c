import { describe, expect, test } from 'vitest'
import { Refusal } from '../../src/domain/refusal.ts'
import { badge } from '../../src/rest/legacy/_example/index.ts'
import { shapes } from '../../src/rest/legacy/index.ts'
import { requestJsonSchemaOf } from '../../src/rest/legacy/json-schema.ts'
import { profileChangeOf } from '../../src/rest/legacy/request-schema.ts'
import type { ProblemCode } from '../../src/rest/legacy/shape.ts'
import { problemAnswer } from '../../src/rest/problem.ts'
import { checkOf } from '../support/json-schema.ts'

const deprecation = { message: 'It ends.', shutdownDate: new Date('2027-02-02'), since: new Date('2026-01-01') }
const fields = [{ field: 'name', message: 'must not be blank' }]
const variants = [null, 'an-id'].flatMap((userId) =>
  [null, deprecation].flatMap((known) =>
    [{}, { fields }, { fields: [...fields, ...fields] }].map((details) => ({ userId, deprecation: known, details })),
  ),
)

describe.each([...shapes, badge])('$system', (shape) => {
  const codes = Object.keys(shape.errors.table) as ProblemCode[]

  test.each(codes)('%s: the body is what the schema of its status describes, and nothing else', (code) => {
    const { status } = shape.errors.table[code]
    const schema = shape.errors.schema(status)
    const check = schema && checkOf(schema)
    for (const { details, ...rest } of variants) {
      const error = code === 'INTERNAL' ? new TypeError('x') : new Refusal(code, 'No.', details)
      const requestId = '0189D0A2-7C3E-7B1A-9F00-0123456789AB'
      const answer = problemAnswer(shape, error, { record: { requestId, refusals: [] }, ...rest, onFault: () => {} })
      expect(answer.status).toBe(status)
      expect(answer.body === null).toBe(check === null)
      if (answer.body === null || check === null) continue
      const body = JSON.parse(String(answer.body))
      expect(check(body)).toEqual([])
      expect(check({ ...body, stack: 'x' })).not.toEqual([])
      for (const key of Object.keys(body)) {
        const { [key]: _, ...without } = body
        if (key !== 'details') expect(check(without)).not.toEqual([])
      }
    }
  })
})

const writers = [...shapes, badge].filter(({ routes }) => routes.some(({ action }) => action === 'update'))

describe.each(writers)('$system', (shape) => {
  const bodies: readonly (readonly [body: object, isTaken: boolean])[] = [
    [{}, true],
    [{ other: 1 }, true],
    ...shape.fields
      .flatMap((one) => ('fields' in one ? one.fields : [one]))
      .flatMap((one) => {
        if ('fields' in one || one.write === null) return []
        const isAddress = one.write.changes === 'email'
        const texts: [unknown, boolean][] = [
          ['Ada', !isAddress],
          ['ada@example.com', true],
          ['', false],
          ['\u0085', false],
          ['a\0', false],
          ['\ud83d', false],
          ['🚀'.repeat(255), !isAddress],
          ['🚀'.repeat(256), false],
          [null, !isAddress],
          [1, false],
          [['Ada'], false],
        ]
        return texts.map(([value, isTaken]) => [{ [one.key]: value }, isTaken] as const)
      }),
  ]
  test('the schema of its PATCH describes what is taken, and nothing that is refused', () => {
    const check = checkOf(requestJsonSchemaOf(shape))
    for (const [body, isTaken] of bodies) {
      expect([body, check(body).length === 0]).toEqual([body, isTaken])
      if (isTaken) expect(() => profileChangeOf(shape, body)).not.toThrow()
      else expect(() => profileChangeOf(shape, body)).toThrow(Refusal)
    }
  })
})
