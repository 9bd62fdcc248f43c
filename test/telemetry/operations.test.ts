import { readFileSync } from 'node:fs'
import { parser } from '@prometheus-io/lezer-promql'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { Refusal } from '../../src/domain/refusal.ts'
import { importPerson } from '../support/legacy-people.ts'
import { createObservedApp, type ObservedApp } from '../support/observed-app.ts'

interface Panel {
  readonly id: number
  readonly type: string
  readonly title: string
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number }
  readonly datasource?: unknown
  readonly targets?: readonly { readonly expr: string; readonly refId: string; readonly legendFormat: string }[]
}

interface Rule {
  readonly alert: string
  readonly expr: string
  readonly for?: string
  readonly labels: { readonly severity: string }
  readonly annotations: { readonly summary: string; readonly runbook: string }
}

const read = (name: string) => readFileSync(new URL(`../../docs/operations/${name}`, import.meta.url), 'utf8')
const dashboard = JSON.parse(read('dashboard.json')) as {
  readonly templating: { readonly list: readonly { readonly name: string; readonly definition?: string }[] }
  readonly panels: readonly Panel[]
}
const alerts = parse(read('alerts.yaml')) as { readonly groups: readonly { readonly rules: readonly Rule[] }[] }
const rules = alerts.groups.flatMap((group) => group.rules)
const shown = dashboard.panels.flatMap(({ title, targets = [] }) =>
  targets.map(({ expr, legendFormat }) => ({ where: title, expr, legend: legendFormat })),
)

/** With Grafana's own variables filled in. */
const filledIn = (expr: string) => expr.replaceAll('$__rate_interval', '5m')
const expressions = [
  ...rules.map(({ alert, expr }) => ({ where: alert, expr })),
  ...shown.map(({ where, expr }) => ({ where, expr: filledIn(expr) })),
]

/** Prometheus itself puts these on everything it reads, and `up` is its own. */
const ofPrometheus = ['job', 'instance']
const names = new Map<string, ReadonlySet<string>>([['up', new Set(ofPrometheus)]])
let app: ObservedApp

beforeAll(async () => {
  app = await createObservedApp(
    {
      deprecations: {
        USER_INFO: { message: 'soon', shutdownDate: new Date('2027-01-31T00:00:00Z'), since: new Date(0) },
      },
    },
    { limits: { perAccount: 40 } },
  )
  app.metrics.watch({ connections: () => ({ inUse: 1, idle: 1, waiting: 0 }), unreadiness: async () => null })
  await usedIn(app)
  for (const [, name = '', labels = ''] of (await app.text()).matchAll(/^(\w+)(?:\{(.*)\})? \S+$/gm)) {
    const known = names.get(name) ?? []
    names.set(
      name,
      new Set([...known, ...ofPrometheus, ...[...labels.matchAll(/(\w+)="/g)].map(([, label = '']) => label)]),
    )
  }
})
afterAll(() => app.close())

/** Everything that is counted happens once. */
async function usedIn({ metrics, ...gateway }: ObservedApp): Promise<void> {
  const { accountId } = await importPerson(gateway as ObservedApp, 1)
  const token = await gateway.token(accountId)
  const service = await gateway.token('service:tests', ['credits:write', 'subscriptions:write'])
  const account = { accountId }
  const mutation = (name: string, input: object) => {
    const type = `${name[0]?.toUpperCase()}${name.slice(1)}Input!`
    return gateway.query(`mutation ($input: ${type}) { ${name}(input: $input) { userErrors { code } } }`, service, {
      input: { account, ...input },
    })
  }
  await mutation('holdCredits', { amount: { eur: '1' }, ttlSeconds: 60, idempotencyKey: 'a' })
  await mutation('grantCredits', { amount: { credits: 1 }, pool: 'PERMANENT', kind: 'PAID', idempotencyKey: 'b' })
  await mutation('setSubscription', { plan: 'STARTER' })
  for (const path of ['/user/info', '/api/v1/users/me', '/healthz', '/nowhere']) await gateway.get(path, token)
  for (let count = 0; count < 50; count += 1) await gateway.query('query Me { viewer { id } }', token)
  metrics.observer.shed?.(1)
  metrics.observer.fault?.(new Error('x'), '')
  metrics.observer.fault?.(new Refusal('UNAVAILABLE', 'x'), '')
}

interface Used {
  readonly errors: number
  readonly metrics: readonly { readonly name: string; readonly labels: readonly string[] }[]
  /** Of `by`, `without`, `on` and `ignoring`. */
  readonly grouped: readonly string[]
}

/** What an expression asks for, as Prometheus' own grammar reads it. */
function usedBy(expr: string): Used {
  const metrics: { name: string; labels: string[] }[] = []
  const grouped: string[] = []
  let errors = 0
  parser.parse(expr).iterate({
    enter: ({ type, from, to, node }) => {
      if (type.isError) errors += 1
      if (type.name === 'VectorSelector') {
        const identifier = node.getChild('Identifier')
        metrics.push({ name: identifier ? expr.slice(identifier.from, identifier.to) : '', labels: [] })
      }
      if (type.name !== 'LabelName') return
      const text = expr.slice(from, to)
      if (node.parent?.name === 'GroupingLabels') grouped.push(text)
      else metrics.at(-1)?.labels.push(text)
    },
  })
  return { errors, metrics, grouped }
}

test.each([
  ['sum(rate(a{b="c"}[5m])', { errors: 1 }],
  ['sum by (d) (rate(a{b="c"}[5m]))', { errors: 0, metrics: [{ name: 'a', labels: ['b'] }], grouped: ['d'] }],
  [
    'a{b="c"} / on (d) e{f=~"g"}',
    {
      errors: 0,
      metrics: [
        { name: 'a', labels: ['b'] },
        { name: 'e', labels: ['f'] },
      ],
      grouped: ['d'],
    },
  ],
])('an expression is read as it is meant: %s', (expr, expected) => {
  expect(usedBy(expr)).toMatchObject(expected)
})

describe.each(expressions)('$where: $expr', ({ expr }) => {
  const { errors, metrics, grouped } = usedBy(expr)

  test('is PromQL, of metrics and labels that there are', () => {
    expect(errors).toBe(0)
    expect(metrics.length).toBeGreaterThan(0)
    const strangers = metrics.flatMap(({ name, labels }) => {
      const known = names.get(name)
      return known ? labels.filter((label) => !known.has(label)).map((label) => `${name}{${label}}`) : [name]
    })
    expect(strangers).toEqual([])
    const labels = new Set(metrics.flatMap(({ name }) => [...(names.get(name) ?? [])]))
    expect(grouped.filter((label) => !labels.has(label))).toEqual([])
  })
})

test('every metric of our own is looked at in the dashboard', () => {
  const looked = new Set(shown.flatMap(({ expr }) => usedBy(filledIn(expr)).metrics.map(({ name }) => name)))
  const own = app.metrics.registry.getMetricsAsArray().map(({ name }) => name)
  const isLookedAt = (name: string) => ['', '_bucket', '_count', '_sum'].some((part) => looked.has(`${name}${part}`))
  expect(own.filter((name) => name.startsWith('gateway_') && !isLookedAt(name))).toEqual([])
})

describe('the rules', () => {
  test.each(rules)(
    '$alert says how bad it is, what is wrong and what to look at',
    ({ alert, labels, annotations, ...rule }) => {
      expect(alert).toMatch(/^Gateway[A-Z][A-Za-z]+$/)
      expect(['critical', 'warning', 'info']).toContain(labels.severity)
      if (rule.for !== undefined) expect(rule.for).toMatch(/^\d+[mh]$/)
      for (const text of [annotations.summary, annotations.runbook]) expect(text).toMatch(/^.{20,}$/)
      expect(annotations.runbook).toMatch(/^[A-Z].*\.$/)
    },
  )

  test.each(rules)('$alert names only labels that its expression leaves', ({ expr, annotations }) => {
    const said = [...annotations.summary.matchAll(/\$labels\.(\w+)/g)].map(([, label = '']) => label)
    const { grouped } = usedBy(expr)
    const isGrouped = /\bby \(/.test(expr)
    const left = isGrouped
      ? new Set(grouped)
      : new Set(usedBy(expr).metrics.flatMap(({ name }) => [...(names.get(name) ?? [])]))
    expect(said.filter((label) => !left.has(label))).toEqual([])
  })

  test('have names of their own', () => {
    expect(new Set(rules.map(({ alert }) => alert)).size).toBe(rules.length)
    expect(rules.length).toBeGreaterThan(8)
  })
})

describe('the dashboard', () => {
  const { panels } = dashboard

  test('lays its panels beside one another, each with a number of its own', () => {
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length)
    const cells = panels.flatMap(({ gridPos: { x, y, w, h } }) => {
      expect(x + w).toBeLessThanOrEqual(24)
      return Array.from({ length: w * h }, (_, index) => `${x + (index % w)} ${y + Math.floor(index / w)}`)
    })
    expect(new Set(cells).size).toBe(cells.length)
  })

  test('asks the data source that is chosen, and variables that there are', () => {
    const variables = new Set(dashboard.templating.list.map(({ name }) => name))
    const used = [...JSON.stringify(panels).matchAll(/\$\{?(?!__)(\w+)/g)].map(([, name = '']) => name)
    expect(used.filter((name) => !variables.has(name))).toEqual([])
    for (const { type, datasource } of panels) {
      // biome-ignore lint/suspicious/noTemplateCurlyInString: it is Grafana that fills it in.
      if (type !== 'row') expect(datasource).toEqual({ type: 'prometheus', uid: '${datasource}' })
    }
    for (const { definition } of dashboard.templating.list) {
      const [, metric] = /^label_values\((\w+)/.exec(definition ?? '') ?? []
      if (metric) expect([...names.keys()]).toContain(metric)
    }
  })

  test.each(shown)('$where: its legend names labels that its expression leaves: $legend', ({ expr, legend }) => {
    const { grouped, metrics } = usedBy(filledIn(expr))
    const left = new Set(/\bby \(/.test(expr) ? grouped : metrics.flatMap(({ name }) => [...(names.get(name) ?? [])]))
    const said = [...legend.matchAll(/\{\{(\w+)\}\}/g)].map(([, label = '']) => label)
    expect(said.filter((label) => !left.has(label))).toEqual([])
  })
})

test('the scrape configuration in the papers is YAML, for the job that rules and dashboard ask for', () => {
  const [, yaml = ''] = /```yaml\n([\s\S]*?)```/.exec(read('README.md')) ?? []
  const { scrape_configs: [job] = [] } = parse(yaml)
  expect(job).toMatchObject({ job_name: 'viewer-gateway', authorization: { type: 'Bearer' } })
  for (const { expr } of rules) {
    for (const [, name] of expr.matchAll(/job="([^"]*)"/g)) expect(name).toBe(job.job_name)
  }
})

test('the line in the papers is as lines are', async () => {
  const [, line = ''] = /```json\n(.*)\n```/.exec(read('README.md')) ?? []
  const shownKeys = Object.keys(JSON.parse(line))
  const service = await app.token('service:billing', ['credits:write'])
  app.lines.length = 0
  await app.query(
    'mutation HoldCredits($input: HoldCreditsInput!) { holdCredits(input: $input) { userErrors { code } } }',
    service,
    {
      input: {
        account: { email: 'person-1@example.com' },
        amount: { eur: '999999' },
        ttlSeconds: 60,
        idempotencyKey: 'z',
      },
    },
  )
  expect(Object.keys(JSON.parse(app.lines[0] ?? '{}'))).toEqual(shownKeys)
})
