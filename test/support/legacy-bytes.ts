import { expect } from 'vitest'
import type { TestApp } from './app.ts'
import { paths } from './importing.ts'
import { type LegacySystemName, legacySystems, type Person } from './legacy-people.ts'

/** What every shape answers about one person, to the byte. */
export type Bodies = Readonly<Record<LegacySystemName, string>>

/** By system, what is at a place (`user.plan.name`) of its answer. */
export type Changes = Readonly<Partial<Record<LegacySystemName, Readonly<Record<string, unknown>>>>>

/** Credentials a person's clients may send: a token of ours or of the system's own, or an API key. */
export interface Clients {
  readonly legacyTokens?: boolean
  readonly apiKey?: string
}

/** Asks every shape as each client does, and expects all to be told the same, and to keep nothing of it. */
export async function bodiesOf(app: TestApp, who: Person, { legacyTokens, apiKey }: Clients = {}): Promise<Bodies> {
  const bearer = (token: string) => ({ authorization: `Bearer ${token}` })
  const bodies: [LegacySystemName, string][] = []
  for (const system of legacySystems) {
    const clients: Headers[] = [bearer(await app.token(who.accountId))]
    if (legacyTokens) clients.push(bearer(await app.tokenOf(system, who.ids[system])))
    if (apiKey !== undefined && system !== 'USER_PROFILE') clients.push(bearer(apiKey), { 'x-api-key': apiKey })
    const told = await Promise.all(clients.map((headers) => bodyFor(app, system, headers)))
    expect(new Set(told).size, `${system} tells its clients different things`).toBe(1)
    bodies.push([system, told[0] ?? ''])
  }
  return Object.fromEntries(bodies) as Bodies
}

type Headers = Record<string, string>

async function bodyFor(app: TestApp, system: LegacySystemName, headers: Headers): Promise<string> {
  const response = await app.get(paths[system], null, headers)
  expect(response.status).toBe(200)
  expect(response.headers.get('cache-control')).toBe('private, no-store')
  expect(response.headers.get('vary')).toBe('authorization, x-api-key')
  expect(response.headers.get('etag') ?? response.headers.get('last-modified')).toBeNull()
  return response.text()
}

/** The same bodies, but for some places: every other byte as it was. */
export function withChanges(bodies: Bodies, changes: Changes): Bodies {
  return Object.fromEntries(
    legacySystems.map((system) => {
      const body = JSON.parse(bodies[system])
      for (const [place, value] of Object.entries(changes[system] ?? {})) {
        const keys = place.split('.')
        const last = keys.pop() ?? ''
        const parent = keys.reduce((object, key) => object[key], body)
        if (!(last in parent)) throw new Error(`${system} has no ${place}.`)
        parent[last] = value
      }
      return [system, JSON.stringify(body)]
    }),
  ) as Bodies
}
