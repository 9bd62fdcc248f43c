import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const root = fileURLToPath(new URL('..', import.meta.url))
const hasServer = Boolean(process.env.TEST_DATABASE_URL)

// One GraphQL: Vite would give our own files its other build, whose errors and types the libraries' build disowns.
const resolve = { alias: [{ find: /^graphql$/, replacement: `${root}node_modules/graphql/index.js` }] }

const common = {
  root,
  environment: 'node',
  // Threads share what is compiled of the embedded PostgreSQL, processes do not: half the time for each file.
  pool: 'threads',
  globalSetup: 'test/support/global-setup.ts',
  testTimeout: 30_000,
  hookTimeout: 60_000,
} as const

const embedded = {
  resolve,
  test: {
    ...common,
    name: 'embedded',
    include: ['test/**/*.test.ts'],
    exclude: [
      'test/**/*.server.test.ts',
      'test/bench/**',
      // A minute of killed processes and full disks: where it is asked for.
      ...(process.env.FAULTS_PER_KIND ? [] : ['test/faults/*.embedded.test.ts']),
    ],
  },
}

// The same tests again on a real server, but for those that open no database, are about the embedded home alone, or about
// what stands before the database, whichever it is.
const server = {
  resolve,
  test: {
    ...common,
    name: 'server',
    include: ['test/**/*.test.ts'],
    exclude: [
      'test/**/*.embedded.test.ts',
      'test/bench/**',
      'test/defects/**',
      'test/domain/**',
      'test/auth/**',
      'test/browser/**',
      'test/console/**',
      'test/docs/!(*.server).test.ts',
      'test/*.test.ts',
      'test/graph/{abuse,audit,bounds,closed-accounts,credit-input,errors,exhaustion,graphiql}.test.ts',
      'test/graph/{legacy-answers,mutation-scopes,prepared-queries,schema,ways-of-asking}.test.ts',
      'test/rates/{bounds,memory-counter,sender}.test.ts',
      'test/rest/{coverage,envelopes,example,fuzz,laws,reference,statuses,vocabulary,wire}.test.ts',
      'test/rest/openapi*.test.ts',
      'test/edge/**',
      'test/store/{coalesced,directory-lock,retried,together,unavailable}.test.ts',
      'test/telemetry/{operations,process.embedded,request-log,traces}.test.ts',
    ],
  },
}

export default defineConfig({
  root,
  test: {
    projects: hasServer ? [embedded, server] : [embedded],
    // Many wait for processes, browsers and time-outs: three keep two cores busy. Each may hold a whole PostgreSQL, 300 MB.
    maxWorkers: 3,
  },
})
