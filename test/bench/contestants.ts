import { fromPostgraphile, postgraphileQuery } from './postgraphile-answer.ts'
import { type Question, questions, viewerQuery } from './questions.ts'
import type { Algorithm } from './tokens.ts'

/** What every contestant is started with. */
export interface Surroundings {
  readonly databaseUrl: string
  /** Of the embedded gateway; the same people are in it. */
  readonly embeddedDirectory: string
  readonly secret: string
  /** JWT_ISSUERS for the tokens that are signed with a key. */
  readonly issuers: string
  /** Ends whatever was started, also what does not answer yet. */
  readonly ending: AbortSignal
}

/** A server that is measured. */
export interface Contestant {
  /** As `--only` takes it. */
  readonly name: string
  readonly title: string
  readonly answers: readonly Question[]
  readonly tokens: Algorithm
  /** Its database is part of it. */
  readonly isEmbedded: boolean
  /** The query of the viewer, and what makes its answer the gateway's, to the byte. */
  readonly query: string
  readonly inOurShape: (answer: string) => string
  /** Arguments of Node. */
  readonly program: readonly string[]
  readonly settings: (surroundings: Surroundings) => Readonly<Record<string, string>>
}

export const contestantNames = [
  'gateway',
  'raw',
  'fastify',
  'fastify-unnamed',
  'postgraphile',
  'mercurius',
  'untuned',
  'gateway-pglite',
  'gateway-eddsa',
] as const
export type ContestantName = (typeof contestantNames)[number]

/** As it is started by anybody, with everything on; only what it counts to is beyond reach. */
const gateway = {
  query: viewerQuery,
  inOurShape: (answer: string) => answer,
  program: ['dist/main.js'],
  isEmbedded: false,
}
const unbounded = Object.fromEntries(
  ['ACCOUNT', 'ADDRESS', 'API_KEY', 'SERVICE'].map((counted) => [`RATE_LIMIT_${counted}`, '99999999']),
)
const onServer = ({ databaseUrl, secret }: Surroundings) => ({
  ...unbounded,
  DATABASE_URL: databaseUrl,
  JWT_SECRET: secret,
})

const peer = (program: string) => ({
  query: viewerQuery,
  inOurShape: (answer: string) => answer,
  program: [`test/bench/peers/${program}.mjs`],
  tokens: 'HS256' as const,
  isEmbedded: false,
  settings: ({ databaseUrl, secret }: Surroundings) => ({ DATABASE_URL: databaseUrl, JWT_SECRET: secret }),
})

/** The first is what the others are compared with. */
export const contestants: readonly Contestant[] = [
  {
    ...gateway,
    name: 'gateway',
    title: 'Viewer Gateway',
    answers: questions,
    tokens: 'HS256',
    settings: onServer,
  },
  { ...peer('raw'), name: 'raw', title: 'Node http + pg', answers: questions },
  { ...peer('fastify'), name: 'fastify', title: 'Fastify + pg, named statements', answers: questions },
  {
    ...peer('fastify'),
    name: 'fastify-unnamed',
    title: 'Fastify + pg, as usually written',
    answers: questions,
    settings: (surroundings) => ({ ...peer('fastify').settings(surroundings), NAMED: '0' }),
  },
  {
    ...peer('postgraphile'),
    name: 'postgraphile',
    title: 'PostGraphile 5 at its best',
    answers: ['viewer'],
    query: postgraphileQuery,
    inOurShape: fromPostgraphile,
  },
  { ...peer('mercurius'), name: 'mercurius', title: 'Mercurius, loaders and jit', answers: ['viewer'] },
  {
    ...peer('untuned'),
    name: 'untuned',
    title: 'the same stack, as usually written',
    answers: ['viewer'],
    // What Prisma generates is TypeScript.
    program: ['--import', 'tsx', 'test/bench/peers/untuned.mjs'],
  },
  {
    ...gateway,
    name: 'gateway-pglite',
    title: 'Viewer Gateway on PGlite',
    isEmbedded: true,
    answers: ['viewer', 'accountProfile'],
    tokens: 'HS256',
    settings: ({ embeddedDirectory, secret }) => ({
      ...unbounded,
      DATA_DIR: embeddedDirectory,
      JWT_SECRET: secret,
      DEMO: '0',
    }),
  },
  {
    ...gateway,
    name: 'gateway-eddsa',
    title: 'Viewer Gateway, EdDSA tokens',
    answers: ['accountProfile'],
    tokens: 'EdDSA',
    settings: (surroundings) => ({ ...onServer(surroundings), JWT_ISSUERS: surroundings.issuers }),
  },
]

/** What a quick run looks at unless names are given. */
const main: readonly ContestantName[] = ['gateway', 'raw', 'fastify', 'postgraphile', 'mercurius', 'untuned']

/** Those that take part; the gateway always does. @throws TypeError for a name that is nobody's. */
export function chosen(only: readonly string[] | null, isQuick: boolean): readonly Contestant[] {
  const strangers = only?.filter((name) => !contestantNames.some((known) => known === name)) ?? []
  if (strangers.length > 0)
    throw new TypeError(`--only takes of ${contestantNames.join(', ')}, not ${strangers.join(', ')}.`)
  const names: readonly string[] = only ?? (isQuick ? main : contestantNames)
  return contestants.filter(({ name }) => name === 'gateway' || names.includes(name))
}
