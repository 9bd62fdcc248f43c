import { createHash } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { defaultLimits, limitFields } from '../src/edge/limits.ts'
import { readSettings, SettingsError, settingsTable } from '../src/env.ts'

const secret = 'Zk3v9-main-Qw81xLpTn0s7RbYc5uHgJdEa'
const otherSecret = 'old-one-9fK2mXq7Zt4LrVb8NcPw3HyDsJg'
const metricsToken = 'a-token-of-the-tests'
const databaseUrl = 'postgresql://gateway:hunter2@db.example/viewer'

function problemsOf(env: NodeJS.ProcessEnv, systems?: readonly string[]): readonly string[] {
  try {
    readSettings(env, systems)
    return []
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error
    return error.problems
  }
}

describe('defaults', () => {
  test('nothing set is a demo on this machine only', () => {
    expect(readSettings({})).toEqual({
      port: 4000,
      host: '127.0.0.1',
      dataDir: '.data',
      databaseUrl: null,
      databasePooler: null,
      jwt: { secret: null, jwksUrl: null, issuer: null, audience: null, further: [] },
      demo: true,
      offers: { freeTrial: null },
      userInfo: { deprecation: null, requireVersion: false },
      console: true,
      graphiql: true,
      reference: true,
      graph: { introspection: true, trusted: null },
      logLevel: 'info',
      logsRequests: false,
      metrics: { token: null },
      redisUrl: null,
      trustedProxies: 0,
      browsers: { origins: [], httpsOnlySeconds: 0 },
      limits: defaultLimits,
    })
  })

  test('a variable set to nothing is not set', () => {
    expect(readSettings({ PORT: '', JWT_SECRET: '', DATABASE_URL: '' })).toEqual(readSettings({}))
  })

  test('what is not ours is not looked at', () => {
    expect(readSettings({ HOME: '/nowhere', PORTS: 'x' })).toEqual(readSettings({}))
  })

  test('with a database of its own it is no demo', () => {
    expect(readSettings({ DATABASE_URL: databaseUrl, JWT_SECRET: secret })).toMatchObject({ databaseUrl, demo: false })
  })

  test.each([
    ['the demo shows its metrics to anybody', {}, { metrics: { token: null }, logsRequests: false }],
    ['but not once there is a token', { METRICS_TOKEN: metricsToken }, { metrics: { token: metricsToken } }],
    ['nobody is shown any otherwise', { DEMO: '0', JWT_SECRET: secret }, { metrics: null, logsRequests: true }],
    [
      'but who has the token',
      { DEMO: '0', JWT_SECRET: secret, METRICS_TOKEN: metricsToken },
      { metrics: { token: metricsToken } },
    ],
  ])('%s', (_, env, expected) => {
    expect(readSettings(env)).toMatchObject(expected)
  })

  test('either can be said outright', () => {
    expect(readSettings({ DATABASE_URL: databaseUrl, DEMO: '1' }).demo).toBe(true)
    expect(readSettings({ DEMO: '0', JWT_SECRET: secret }).demo).toBe(false)
  })
})

describe('values', () => {
  test.each([
    ['PORT', '0', true],
    ['PORT', '65535', true],
    ['PORT', '65536', false],
    ['PORT', '-1', false],
    ['PORT', '4e3', false],
    ['PORT', ' 4000', false],
    ['PORT', 'http', false],
    ['BODY_LIMIT', '1', true],
    ['BODY_LIMIT', '0', false],
    ['BODY_LIMIT', '100kB', false],
    ['HEADER_TIMEOUT_MS', '10000', true],
    ['HEADER_TIMEOUT_MS', '10001', false],
    ['REQUEST_TIMEOUT_MS', '4999', false],
    ['KEEP_ALIVE_TIMEOUT_MS', '0', false],
    ['HSTS_MAX_AGE', '31536000', true],
    ['HSTS_MAX_AGE', '-1', false],
    ['CORS_ORIGINS', 'https://app.example.com', true],
    ['CORS_ORIGINS', 'https://app.example.com, http://localhost:3000', true],
    ['CORS_ORIGINS', '*', false],
    ['CORS_ORIGINS', 'https://app.example.com,*', false],
    ['CORS_ORIGINS', 'null', false],
    ['CORS_ORIGINS', 'https://*.example.com', false],
    ['CORS_ORIGINS', 'https://app.example.com/', false],
    ['CORS_ORIGINS', 'https://app.example.com:443', false],
    ['CORS_ORIGINS', 'https://App.example.com', false],
    ['CORS_ORIGINS', 'https://ada:secret@app.example.com', false],
    ['CORS_ORIGINS', 'app.example.com', false],
    ['CORS_ORIGINS', 'file://', false],
    ['CORS_ORIGINS', 'https://app.example.com,', false],
    ['LOG_LEVEL', 'silent', true],
    ['LOG_LEVEL', 'loud', false],
    ['LOG_REQUESTS', '1', true],
    ['LOG_REQUESTS', 'yes', false],
    ['METRICS_TOKEN', '0123456789abcdef', true],
    ['METRICS_TOKEN', '0123456789abcde', false],
    ['METRICS_TOKEN', 'with a space in its middle', false],
    ['METRICS_TOKEN', 'für-immer-und-ewig', false],
    ['DEMO', '1', true],
    ['DEMO', 'yes', false],
    ['FREE_TRIAL_EUR', '5', true],
    ['FREE_TRIAL_EUR', '0.000001', true],
    ['FREE_TRIAL_EUR', '1000000', true],
    ['FREE_TRIAL_EUR', '1000000.000001', false],
    ['FREE_TRIAL_EUR', '0', false],
    ['FREE_TRIAL_EUR', '-5', false],
    ['FREE_TRIAL_EUR', '0.0000005', false],
    ['FREE_TRIAL_EUR', '5e0', false],
    ['FREE_TRIAL_EUR', '5 EUR', false],
    ['FREE_TRIAL_EUR', '5,00', false],
    ['USER_INFO_REQUIRE_VERSION', '1', true],
    ['USER_INFO_REQUIRE_VERSION', 'true', false],
    ['USER_INFO_SHUTDOWN_DATE', '2027-01-31T00:00:00Z', true],
    ['USER_INFO_SHUTDOWN_DATE', '2027-01-31T01:00:00.5+01:00', true],
    ['USER_INFO_SHUTDOWN_DATE', '2027-01-31', false],
    ['USER_INFO_SHUTDOWN_DATE', '2027-02-30T00:00:00Z', false],
    ['USER_INFO_SHUTDOWN_DATE', '2027-01-31T00:00:00', false],
    ['DATABASE_URL', 'mysql://db.example/viewer', false],
    ['DATABASE_URL', 'viewer', false],
    ['REDIS_URL', 'redis://:hunter2@cache.example:6379/1', true],
    ['REDIS_URL', 'rediss://cache.example', true],
    ['REDIS_URL', 'http://cache.example', false],
    ['REDIS_URL', 'cache.example:6379', false],
    ['TRUSTED_PROXIES', '0', true],
    ['TRUSTED_PROXIES', '16', true],
    ['TRUSTED_PROXIES', '17', false],
    ['TRUSTED_PROXIES', '10.0.0.0/8', false],
    ['JWT_JWKS_URL', 'https://id.example/jwks', true],
    ['JWT_JWKS_URL', 'http://127.0.0.1:8080/jwks', true],
    ['JWT_JWKS_URL', 'http://localhost:8080/jwks', true],
    ['JWT_JWKS_URL', 'http://[::1]:8080/jwks', true],
    ['JWT_JWKS_URL', 'http://id.example/jwks', false],
    ['JWT_JWKS_URL', 'http://127.evil.example/jwks', false],
    ['JWT_JWKS_URL', 'file:///jwks.json', false],
    ['JWT_JWKS_URL', 'https://name:word@id.example/jwks', false],
    ['JWT_JWKS_URL', 'https://name@id.example/jwks', false],
    ['JWT_SECRET', secret.slice(0, 31), false],
    ['JWT_SECRET', secret.slice(0, 32), true],
    ['JWT_SECRET', 'secret'.repeat(6), false],
  ])('%s=%s: %s', (name, value, good) => {
    const problems = problemsOf({ DEMO: '1', [name]: value })
    good ? expect(problems).toEqual([]) : expect(problems).toEqual([expect.stringContaining(name)])
  })

  test('a free trial is kept in micro-EUR', () => {
    expect(readSettings({ FREE_TRIAL_EUR: '12.5' }).offers).toEqual({ freeTrial: 12_500_000n })
  })

  test('a shutdown date makes user-info deprecated, with a sentence of its own', () => {
    const { userInfo } = readSettings({ USER_INFO_SHUTDOWN_DATE: '2022-02-02T01:00:00+01:00' })
    expect(userInfo.deprecation).toEqual({
      message: 'The version 1 of the API is deprecated and will be shut down the 2022-02-02 at 00:00:00 UTC.',
      shutdownDate: new Date('2022-02-02T00:00:00Z'),
      since: new Date(0),
    })
  })

  test('the sentence can be given, but not without the date', () => {
    const env = { USER_INFO_SHUTDOWN_DATE: '2027-01-31T00:00:00Z', USER_INFO_DEPRECATION_MESSAGE: 'Move.' }
    expect(readSettings(env).userInfo.deprecation?.message).toBe('Move.')
    expect(problemsOf({ USER_INFO_DEPRECATION_MESSAGE: 'Move.' })).toHaveLength(1)
    expect(problemsOf({ USER_INFO_DEPRECATED_SINCE: '2026-01-31T00:00:00Z' })).toHaveLength(1)
  })
})

describe('what is shown of the graph', () => {
  test('is shown to everybody in the demo, and to nobody otherwise, unless it is said', () => {
    const own = { DATABASE_URL: databaseUrl, JWT_SECRET: secret }
    const shown = (env: NodeJS.ProcessEnv) => {
      const { graphiql, graph } = readSettings(env)
      return { graphiql, introspection: graph.introspection }
    }
    expect(shown({})).toEqual({ graphiql: true, introspection: true })
    expect(shown(own)).toEqual({ graphiql: false, introspection: false })
    expect(shown({ ...own, GRAPHIQL: '1' })).toEqual({ graphiql: true, introspection: false })
    expect(shown({ INTROSPECTION: '0' })).toEqual({ graphiql: true, introspection: false })
  })
})

describe('TRUSTED_DOCUMENTS', () => {
  const text = 'query Plans { plans { key } }'
  const hash = createHash('sha256').update(text).digest('hex')
  let path: string
  beforeAll(async () => {
    path = join(await mkdtemp(join(tmpdir(), 'documents-')), 'documents.json')
  })
  afterAll(() => rm(dirname(path), { recursive: true }))

  test('are texts by their SHA-256, beside any other query or alone', async () => {
    await writeFile(path, JSON.stringify({ [hash]: text }))
    const texts = new Map([[hash, text]])
    expect(readSettings({ TRUSTED_DOCUMENTS: path }).graph.trusted).toEqual({ texts, only: false })
    const alone = readSettings({ TRUSTED_DOCUMENTS: path, TRUSTED_DOCUMENTS_ONLY: '1' })
    expect(alone.graph.trusted).toEqual({ texts, only: true })
  })

  test.each([
    ['a text that is not the hash’s', JSON.stringify({ [hash]: text, [hash.replace(/^./, 'x')]: text }), 'entry 2'],
    ['a hash in capitals', JSON.stringify({ [hash.toUpperCase()]: text }), 'entry 1'],
    ['a list', '[]', 'TRUSTED_DOCUMENTS: must hold an object of texts'],
    ['something else than texts', JSON.stringify({ [hash]: 1 }), 'TRUSTED_DOCUMENTS'],
    ['no JSON', '{', 'TRUSTED_DOCUMENTS: must be the path of a readable JSON file'],
  ])('a file is refused that holds %s', async (_, content, problem) => {
    await writeFile(path, content)
    expect(problemsOf({ TRUSTED_DOCUMENTS: path })).toEqual([expect.stringContaining(problem)])
  })

  test('a file that is not there is refused, and so is nothing but documents without any', () => {
    expect(problemsOf({ TRUSTED_DOCUMENTS: 'no-such-file.json' })).toHaveLength(1)
    expect(problemsOf({ TRUSTED_DOCUMENTS_ONLY: '1' })).toHaveLength(1)
    expect(problemsOf({ TRUSTED_DOCUMENTS_ONLY: '0' })).toEqual([])
  })
})

test('DATABASE_POOLER is one of what may stand before a server, and stands before nothing else', () => {
  const server = { DATABASE_URL: databaseUrl, JWT_SECRET: secret }
  expect(readSettings(server).databasePooler).toBeNull()
  for (const pooler of ['session', 'transaction', 'transaction-prepared']) {
    expect(readSettings({ ...server, DATABASE_POOLER: pooler }).databasePooler).toBe(pooler)
  }
  expect(problemsOf({ ...server, DATABASE_POOLER: 'statement' })).toEqual([expect.stringContaining('DATABASE_POOLER')])
  expect(problemsOf({ DATABASE_POOLER: 'transaction' })).toEqual([expect.stringContaining('DATABASE_URL beside it')])
})

describe('who may be believed', () => {
  test.each([
    ['a secret and a key set', { JWT_SECRET: secret, JWT_JWKS_URL: 'https://id.example/jwks' }, 'exclude each other'],
    ['neither, and no demo', { DEMO: '0' }, 'JWT_SECRET or JWT_JWKS_URL is needed'],
    ['neither, and a database of its own', { DATABASE_URL: databaseUrl }, 'JWT_SECRET or JWT_JWKS_URL is needed'],
  ])('refused: %s', (_, env, problem) => {
    expect(problemsOf(env)).toEqual([expect.stringContaining(problem)])
  })
})

describe('a demo stays on this machine', () => {
  test.each(['127.0.0.1', '127.8.8.8', 'localhost', '::1'])('listening on %s is fine', (HOST) => {
    expect(problemsOf({ HOST })).toEqual([])
  })

  test.each(['0.0.0.0', '::', '192.168.0.7', 'gateway.example', '127.evil.example'])(
    'listening on %s is refused',
    (HOST) => {
      expect(problemsOf({ HOST })).toEqual([expect.stringContaining('DEMO_BEYOND_LOOPBACK')])
      expect(problemsOf({ HOST, DEMO_BEYOND_LOOPBACK: '0' })).toHaveLength(1)
    },
  )

  test('a secret of one’s own does not change that: the tokens are still printed', () => {
    expect(problemsOf({ HOST: '0.0.0.0', JWT_SECRET: secret })).toHaveLength(1)
  })

  test('explicit permission, or no demo, lifts it', () => {
    expect(problemsOf({ HOST: '0.0.0.0', DEMO_BEYOND_LOOPBACK: '1' })).toEqual([])
    expect(problemsOf({ HOST: '0.0.0.0', DEMO: '0', JWT_SECRET: secret })).toEqual([])
  })
})

describe('JWT_ISSUERS', () => {
  const list = [{ issuer: 'old-one', secret: otherSecret, system: 'OLD_ONE' }]
  const expected = {
    issuer: 'old-one',
    audience: [],
    key: { kind: 'secret', secret: otherSecret },
    algorithms: ['HS256'],
    system: 'OLD_ONE',
  }

  test('is JSON', () => {
    expect(readSettings({ JWT_ISSUERS: ` ${JSON.stringify(list)}` }).jwt.further).toEqual([expected])
  })

  test('or a file’s path', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'issuers-'))
    try {
      const path = join(directory, 'issuers.json')
      await writeFile(path, JSON.stringify(list))
      expect(readSettings({ JWT_ISSUERS: path }).jwt.further).toEqual([expected])
    } finally {
      await rm(directory, { recursive: true })
    }
  })

  test.each([
    ['no such file', 'no-such-file.json', {}, 'JWT_ISSUERS: must be a JSON list'],
    ['broken JSON', '[{"issuer":', {}, 'JWT_ISSUERS: must be a JSON list'],
    ['no list', '{}', {}, 'JWT_ISSUERS: '],
    ['a name twice', JSON.stringify([list[0], { issuer: 'old-one', secret }]), {}, 'JWT_ISSUERS[1].issuer'],
    ['the main issuer’s name', JSON.stringify(list), { JWT_ISSUER: 'old-one' }, 'JWT_ISSUERS[0].issuer'],
    ['the main issuer’s secret', JSON.stringify(list), { JWT_SECRET: otherSecret }, 'JWT_ISSUERS[0].secret'],
    [
      'a secret twice',
      JSON.stringify([list[0], { issuer: 'old-two', secret: otherSecret }]),
      {},
      'JWT_ISSUERS[1].secret',
    ],
    [
      'the nameless main issuer’s key set',
      '[{"issuer":"x","jwksUrl":"https://id.example/jwks"}]',
      { JWT_JWKS_URL: 'https://ID.example/jwks' },
      'JWT_ISSUERS[0].jwksUrl',
    ],
    ['a weak secret', '[{"issuer":"x","secret":"short"}]', {}, 'JWT_ISSUERS[0].secret'],
    [
      'an algorithm of another kind of key',
      `[{"issuer":"x","secret":"${secret}","algorithms":["RS256"]}]`,
      {},
      'JWT_ISSUERS[0].algorithms',
    ],
  ])('refused: %s', (_, value, env, problem) => {
    expect(problemsOf({ ...env, JWT_ISSUERS: value })).toEqual([expect.stringContaining(problem)])
  })

  test('a system must be one of the list, where there is a list', () => {
    const env = { JWT_ISSUERS: JSON.stringify(list) }
    expect(problemsOf(env, ['OLD_ONE'])).toEqual([])
    expect(problemsOf(env, ['OLD_TWO', 'OLD_THREE'])).toEqual([
      'JWT_ISSUERS[0].system: must be one of OLD_TWO, OLD_THREE',
    ])
  })

  test('an issuer may share a key set with a main issuer that has a name', () => {
    const JWT_JWKS_URL = 'https://id.example/jwks'
    const JWT_ISSUERS = JSON.stringify([{ issuer: 'x', jwksUrl: JWT_JWKS_URL }])
    expect(problemsOf({ JWT_JWKS_URL, JWT_ISSUER: 'main', JWT_ISSUERS })).toEqual([])
  })
})

describe('what is wrong', () => {
  const wrong = {
    PORT: 'hunter2-port',
    HOST: '0.0.0.0',
    DATABASE_URL: 'mysql://gateway:hunter2@db.example/viewer',
    JWT_SECRET: 'hunter2-secret',
    JWT_JWKS_URL: 'http://user:hunter2@id.example/jwks',
    JWT_ISSUERS: '[{"issuer":"x","secret":"hunter2-issuer"},{"issuer":"y","algorithms":["hunter2-alg"]}]',
    DEMO: '1',
    FREE_TRIAL_EUR: 'hunter2-eur',
    USER_INFO_SHUTDOWN_DATE: 'hunter2-date',
    LOG_LEVEL: 'hunter2-level',
    BODY_LIMIT: 'hunter2-limit',
  }

  test('is said all at once', () => {
    const problems = problemsOf(wrong).join('\n')
    const named = [
      'PORT',
      'DATABASE_URL',
      'JWT_SECRET',
      'JWT_JWKS_URL',
      'JWT_ISSUERS[0].secret',
      'JWT_ISSUERS[1].algorithms',
    ]
    for (const name of [...named, 'FREE_TRIAL_EUR', 'USER_INFO_SHUTDOWN_DATE', 'LOG_LEVEL', 'BODY_LIMIT']) {
      expect(problems).toContain(`${name}`)
    }
    expect(problems).toContain('exclude each other')
    expect(problems).toContain('DEMO_BEYOND_LOOPBACK')
  })

  test('never repeats a value, be it a secret or next to one', () => {
    expect(() => readSettings(wrong)).toThrow(SettingsError)
    expect(JSON.stringify(problemsOf(wrong))).not.toContain('hunter2')
    for (const JWT_ISSUERS of [
      'hunter2',
      '[hunter2',
      '{"hunter2',
      '"hunter2"',
      '["hunter2"]',
      '[{"secret":{"a":"hunter2"}}]',
    ]) {
      expect(JSON.stringify(problemsOf({ JWT_ISSUERS }))).not.toContain('hunter2')
    }
  })

  test('stands in the message, one line each', () => {
    expect(() => readSettings({ PORT: 'x', LOG_LEVEL: 'y' })).toThrow(
      /^These settings are wrong:\n- PORT: .+\n- LOG_LEVEL: .+$/,
    )
  })
})

describe('times that do not go together', () => {
  test.each([
    ['LOCK_TIMEOUT_MS', '3001'],
    ['STATEMENT_TIMEOUT_MS', '4501'],
    ['DATABASE_WAIT_MS', '4501'],
    ['KEY_SET_TIMEOUT_MS', '4501'],
    ['ANSWER_TIMEOUT_MS', '2999'],
    ['KEY_SET_KEPT_MS', '599999'],
    ['KEY_SET_REFRESH_MS', '43200001'],
  ])('%s at %s is told by name', (name, value) => {
    expect(problemsOf({ [name]: value })).toEqual([expect.stringContaining(name)])
  })
})

describe('the table of settings', () => {
  test('says of every setting what it means', () => {
    for (const { meaning } of settingsTable) expect(meaning).toMatch(/^[A-Z].+\.$/)
  })

  test('holds every setting once, every limit among them', () => {
    const names = settingsTable.map(({ name }) => name)
    expect(new Set(names).size).toBe(names.length)
    expect(names).toEqual(expect.arrayContaining(['PORT', 'JWT_SECRET', ...Object.keys(limitFields)]))
  })

  test('shows the defaults that hold: set outright, they change nothing', () => {
    const plain = settingsTable.filter(
      ({ name, default: shown }) =>
        shown !== '' &&
        !/^(DEMO|GRAPHIQL|INTROSPECTION|LOG_REQUESTS|USER_INFO_DEPRECATED_SINCE|USER_INFO_DEPRECATION_MESSAGE)$/.test(
          name,
        ),
    )
    expect(readSettings(Object.fromEntries(plain.map(({ name, default: shown }) => [name, shown])))).toEqual(
      readSettings({}),
    )
  })
})
