import { mintToken } from '../auth/mint.ts'
import type { Scope } from '../auth/scope.ts'
import { shapes } from '../rest/legacy/index.ts'
import type { Route } from '../rest/legacy/shape.ts'
import type { DemoPerson } from './people.ts'

const week = 7 * 86_400

/** A demo person's token, good for a week. */
export function demoToken(person: Pick<DemoPerson, 'accountId'>, signing: DemoSigning, now: Date): Promise<string> {
  return mintToken({ ...signing, subject: person.accountId, ttlSeconds: week, now })
}

/** A service's token for the demo, good for a week: enough for its tabs, and not for more. */
export function demoServiceToken(signing: DemoSigning, now: Date): Promise<string> {
  return mintToken({ ...signing, subject: 'service:demo', scopes: serviceScopes, ttlSeconds: week, now })
}

const serviceScopes: readonly Scope[] = ['credits:write', 'account:support']

export interface DemoSigning {
  readonly secret: string
  readonly issuer: string | null
  readonly audience: string | null
}

export interface PersonWithToken {
  readonly person: DemoPerson
  readonly token: string
}

/** What a newcomer reads first: where to look, and, where there are any, who there is and what to type. */
export function demoBanner(
  url: string,
  {
    graphiql,
    console,
    reference,
  }: { readonly graphiql: boolean; readonly console: boolean; readonly reference: boolean },
  people: readonly PersonWithToken[],
  service: string | null,
): string {
  const [first] = people
  return [
    '',
    ...(console ? [`Console       ${url}/`] : []),
    `${graphiql ? 'GraphiQL' : 'GraphQL '}      ${url}/graphql`,
    ...(reference ? [`Reference     ${url}/docs`] : []),
    `Health        ${url}/healthz  ${url}/readyz`,
    '',
    ...(first ? whoAndHow(url, first, people) : []),
    ...(service ? ['A service’s token, which may move credits and look anybody up:', '', `  ${service}`, ''] : []),
  ].join('\n')
}

function whoAndHow(url: string, first: PersonWithToken, people: readonly PersonWithToken[]): string[] {
  const routes = shapes.flatMap(({ routes }) => routes)
  return [
    'Demo people, each with a token good for a week:',
    ...people.flatMap(({ person, token }) => ['', `  ${person.email}: ${person.shows}`, `  ${token}`]),
    '',
    `The same account by the legacy routes, as ${first.person.email} (the PATCHes change nothing):`,
    '',
    ...routes.map((route) => `  ${curlOf(url, route, first.token)}`),
    '',
  ]
}

function curlOf(url: string, { method, path }: Route, token: string): string {
  const how = { GET: '', PATCH: " -X PATCH -H 'Content-Type: application/json' -d '{}'", POST: ' -X POST' }[method]
  return `curl -s ${url}${path} -H 'Authorization: Bearer ${token}'${how}`
}
