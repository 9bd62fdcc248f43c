import { mintToken } from '../auth/mint.ts'
import { shapes } from '../rest/legacy/index.ts'
import type { DemoPerson } from './people.ts'

const week = 7 * 86_400

/** A demo person's token, good for a week. */
export function demoToken(person: Pick<DemoPerson, 'accountId'>, signing: DemoSigning, now: Date): Promise<string> {
  return mintToken({ ...signing, subject: person.accountId, ttlSeconds: week, now })
}

export interface DemoSigning {
  readonly secret: string
  readonly issuer: string | null
  readonly audience: string | null
}

export interface PersonWithToken {
  readonly person: DemoPerson
  readonly token: string
}

/** What a newcomer reads first: where to look, who there is, and what to type. */
export function demoBanner(url: string, people: readonly PersonWithToken[]): string {
  const first = people[0]
  const reads = shapes.flatMap(({ routes }) => routes.filter(({ action }) => action === 'read'))
  const curls = reads.map(({ path }) => `  curl -s ${url}${path} -H 'Authorization: Bearer ${first?.token}'`)
  return [
    '',
    `GraphiQL      ${url}/graphql`,
    `Health        ${url}/healthz  ${url}/readyz`,
    '',
    'Demo people, each with a token good for a week:',
    ...people.flatMap(({ person, token }) => ['', `  ${person.email}: ${person.shows}`, `  ${token}`]),
    '',
    `The same account by the legacy routes, as ${first?.person.email}:`,
    '',
    ...curls,
    '',
  ].join('\n')
}
