import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { emailKey } from '../../src/domain/email-address.ts'
import { createTestApp, type TestApp, testNow } from '../support/app.ts'
import { type Body, canonicalBodies } from '../support/bodies.ts'
import { paths } from '../support/importing.ts'
import { type LegacySystemName, legacySystems } from '../support/legacy-people.ts'
import { oddBodies } from '../support/odd-bodies.ts'

const sampleSize = 40

let app: TestApp
beforeAll(async () => {
  app = await createTestApp()
})
afterAll(() => app.close())

async function answerTo(system: LegacySystemName, legacyId: string): Promise<string> {
  const response = await app.get(paths[system], await app.tokenOf(system, legacyId))
  expect([response.status, app.bugs]).toEqual([200, []])
  return response.text()
}

describe.each(legacySystems)('%s over HTTP (what an import does is our decision)', (system) => {
  test(`${sampleSize} canonical bodies come back byte for byte, and once more after being imported again`, async () => {
    const bodies = peopleOf(canonicalBodies(system, testNow))
    for (const { text } of bodies) {
      expect(await app.importBody(system, text)).toEqual({ status: 'created', normalised: [], warnings: [] })
    }
    for (const { id, text } of bodies) expect(await answerTo(system, id)).toBe(text)
    const entries = await app.database.prisma.ledgerEntry.count()
    for (const { text } of bodies) {
      expect(await app.importBody(system, text)).toEqual({ status: 'unchanged', normalised: [], warnings: [] })
    }
    for (const { id, text } of bodies) expect(await answerTo(system, id)).toBe(text)
    expect(await app.database.prisma.ledgerEntry.count()).toBe(entries)
  })

  test(`${sampleSize} odd bodies are refused, or answered canonically: what is answered could be imported unchanged`, async () => {
    const bodies = fc.sample(oddBodies(system, testNow), sampleSize)
    let answered = 0
    for (const { text } of bodies) {
      const outcome = await app.importBody(system, text)
      if (outcome.status === 'refused') {
        expect(outcome.problems.every(({ field, message }) => field !== '' && message !== '')).toBe(true)
        continue
      }
      const identity = await app.database.prisma.legacyIdentity.findFirstOrThrow({ where: { system, record: text } })
      const said = await answerTo(system, identity.legacyId)
      expect(said === text).toBe(outcome.normalised.length + outcome.warnings.length === 0)
      // The same account again, in its own words: read without a remark.
      expect(await app.importBody(system, said)).toMatchObject({ normalised: [], warnings: [] })
      expect(await answerTo(system, identity.legacyId)).toBe(said)
      answered += 1
    }
    expect(answered).toBeGreaterThan(sampleSize / 4)
  })

  test(`${sampleSize / 2} changed records are answered as they are now`, async () => {
    const id = (number: number) =>
      `${String(legacySystems.indexOf(system) + 5).repeat(8)}-0000-4000-8000-${String(number).padStart(12, '0')}`
    for (let number = 0; number < sampleSize / 2; number += 1) {
      const who = { id: id(number), email: `${system}-${number}@example.com` }
      const [before, after] = fc.sample(canonicalBodies(system, testNow, who), 2) as [Body, Body]
      await app.importBody(system, before.text)
      expect(await app.importBody(system, after.text)).toMatchObject({ normalised: [], warnings: [] })
      expect(await answerTo(system, who.id)).toBe(after.text)
    }
  })
})

describe('one person in several systems (our decision)', () => {
  test('every shape keeps its own bytes until a write through the gateway; then every shape says the new value', async () => {
    const name = 'Grace  Brewster Hopper'
    for (let number = 0; number < 10; number += 1) {
      const ids = legacySystems.map(
        (_, index) => `${String(index + 1).repeat(8)}-0000-4000-8000-${String(number).padStart(12, '0')}`,
      )
      const email = `Several-${number}@example.com`
      const bodies = legacySystems.map((system, index) => {
        // Each system has its own spelling of the address, too.
        const spelt = index % 2 === 0 ? email : email.toUpperCase()
        return fc.sample(
          canonicalBodies(system, testNow, { id: ids[index] ?? '', email: spelt, verified: true }),
          1,
        )[0] as Body
      })
      for (const body of fc.sample(fc.shuffledSubarray(bodies, { minLength: 4 }), 1)[0] ?? []) {
        const outcome = await app.importBody(body.system, body.text, { linkByEmail: true })
        expect(outcome).toMatchObject({ normalised: [], warnings: [] })
      }
      for (const { system, id, text } of bodies) expect(await answerTo(system, id)).toBe(text)

      const patched = await app.send(
        'PATCH',
        paths.USERS_ME,
        { full_name: name },
        await app.tokenOf('USERS_ME', ids[1] ?? ''),
      )
      expect(patched.status).toBe(200)

      // The name everywhere, the date of the writing where no later one is recorded, and not a byte else.
      const [accountProfile, usersMe, userProfile, userInfo] = bodies.map(({ text }) => JSON.parse(text))
      const written = testNow.toISOString()
      accountProfile.user.name = name
      usersMe.full_name = name
      Object.assign(userProfile, { firstName: 'Grace', lastName: 'Brewster Hopper', name: 'Grace Brewster Hopper' })
      for (const dated of [userProfile, userInfo.user]) if (dated.updatedAt < written) dated.updatedAt = written
      for (const [index, expected] of [accountProfile, usersMe, userProfile, userInfo].entries()) {
        expect(await answerTo(legacySystems[index] as LegacySystemName, ids[index] ?? '')).toBe(
          JSON.stringify(expected),
        )
      }
    }
  })
})

/** A sample without two people of one id or one address. */
function peopleOf(bodies: fc.Arbitrary<Body>): Body[] {
  const people = new Map<string, Body>()
  for (const body of fc.sample(bodies, sampleSize * 2)) people.set(body.id, body)
  const unique = new Map([...people.values()].map((body) => [emailKey(body.email), body]))
  return [...unique.values()].slice(0, sampleSize)
}
