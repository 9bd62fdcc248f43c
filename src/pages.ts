import { gatewaySchema } from './app.ts'
import { consoleDocuments } from './console/documents.ts'
import { consolePages } from './console/pages.ts'
import type { ConsoleEndpoint, DemoLogin } from './console/start.ts'
import type { PersonWithToken } from './demo/banner.ts'
import type { Page } from './edge/page.ts'
import { createGraphiqlPage } from './graph/graphiql.ts'
import { graphiqlTabs, legacyQuery, viewerQuery } from './graph/graphiql-tabs.ts'
import type { GraphSettings } from './graph/yoga.ts'
import { shapes } from './rest/legacy/index.ts'
import { lineageOf } from './rest/legacy/lineage.ts'
import { referencePages } from './rest/reference-pages.ts'
import type { RestSettings } from './rest/router.ts'

/** Which pages are shown, and who may be tried out on them. */
export interface PageSettings {
  readonly graphiql: boolean
  readonly console: boolean
  readonly reference: boolean
  /** What the reference follows. */
  readonly rest: RestSettings
  /** Of the demo; none outside of it. */
  readonly people: readonly PersonWithToken[]
  /** A service's token, in the demo. */
  readonly service: string | null
}

/** GraphiQL on the endpoint itself, or null where it is not shown. */
export function graphiqlPage({ graphiql, console, reference, people, service }: PageSettings): Page | null {
  if (!graphiql) return null
  return createGraphiqlPage({
    links: [
      ...(console ? [{ href: '/', text: 'Console' }] : []),
      ...(reference ? [{ href: '/docs', text: 'REST' }] : []),
    ],
    tabs: graphiqlTabs(gatewaySchema(), legacyReads(), headersOf(people), deskOf(people, service)),
  })
}

/** Everything else for people, by path. */
export function shownPages(settings: PageSettings): ReadonlyMap<string, Page> {
  return new Map([
    ...(settings.console ? consolePages(consoleStart(settings)) : []),
    ...(settings.reference ? referencePages(shapes, settings.rest, settings.people.map(askerOf)) : []),
  ])
}

/** The graph as it is asked for: what the console asks is known beforehand, wherever it is shown. */
export function withConsoleDocuments({ trusted, ...graph }: GraphSettings, { console }: PageSettings): GraphSettings {
  if (!console) return { ...graph, trusted }
  return {
    ...graph,
    trusted: { texts: new Map([...(trusted?.texts ?? []), ...consoleDocuments]), only: trusted?.only ?? false },
  }
}

function consoleStart({ graphiql, reference, people, service }: PageSettings) {
  const logins: DemoLogin[] = people.map(({ person, token }) => ({ name: person.email, shows: person.shows, token }))
  const desk: DemoLogin[] = service
    ? [{ name: 'Support staff', shows: 'a service that looks anybody up', token: service }]
    : []
  return {
    people: [...logins, ...desk],
    query: viewerQuery,
    endpoints: legacyReads().map((endpoint): ConsoleEndpoint => {
      const { system, route } = endpoint
      return {
        system,
        name: system.toLowerCase().replaceAll('_', '-'),
        path: route.replace(/^GET /, ''),
        query: legacyQuery(gatewaySchema(), endpoint),
      }
    }),
    links: [
      ...(graphiql ? [{ href: '/graphql', text: 'GraphiQL' }] : []),
      ...(reference ? [{ href: '/docs', text: 'REST' }] : []),
    ],
  }
}

/** What each legacy system's profile is asked for by. */
function legacyReads() {
  return shapes.map((shape) => ({
    system: shape.system,
    route: `GET ${shape.routes.find(({ action }) => action === 'read')?.path}`,
    lineage: lineageOf(shape),
  }))
}

/** Of the demo people, the first one a system knows; without a system, the first. */
function headersOf(people: readonly PersonWithToken[]) {
  return (system: string | null) => {
    const known = people.find(({ person }) =>
      person.records.some((record) => system === null || record.system === system),
    )
    return known && { Authorization: `Bearer ${known.token}` }
  }
}

/** As the reference's reader may choose among the demo people. */
function askerOf({ person, token }: PersonWithToken) {
  return { name: `${person.email}: ${person.shows}`, token }
}

/** Of the demo people, the first one, for a service to try the write side on. */
function deskOf([first]: readonly PersonWithToken[], service: string | null) {
  return first && service ? { email: first.person.email, headers: { Authorization: `Bearer ${service}` } } : null
}
