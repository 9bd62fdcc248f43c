import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { demoPeople } from '../../src/demo/people.ts'
import { seedDemo } from '../../src/demo/seed.ts'
import { createTestApp, type TestApp, testNow } from '../support/app.ts'

/** Where each legacy answer is asked for (contract). */
const paths = {
  ACCOUNT_PROFILE: '/v1/account/profile',
  USERS_ME: '/api/v1/users/me',
  USER_PROFILE: '/api/users/profile',
  USER_INFO: '/user/info',
} as const
type System = keyof typeof paths

interface Lineage {
  readonly system: System
  readonly legacyField: string
  readonly viewerFields: readonly string[]
  readonly kind: 'MAPPED' | 'DERIVED' | 'IDENTITY' | 'CONSTANT' | 'SETTING'
}

let app: TestApp
let lineage: readonly Lineage[]
beforeAll(async () => {
  app = await createTestApp()
  await seedDemo(app.database, testNow)
  lineage = (await app.query('{ lineage { system legacyField viewerFields kind } }')).data.lineage
})
afterAll(() => app.close())

const open = demoPeople(testNow).filter(({ restriction }) => restriction !== 'SUSPENDED')

describe('every legacy field says what the graph says at the place it claims to come from, or what its identity notes as different', () => {
  test.each(
    open.flatMap((person) =>
      (Object.keys(paths) as System[]).map((system) => ({ person, system, email: person.email })),
    ),
  )('$email in $system', async ({ person, system }) => {
    const token = await app.token(person.accountId)
    const body = await (await app.get(paths[system], token)).json()
    const fields = lineage.filter((field) => field.system === system)
    const { data, errors } = await app.query(viewerQuery(fields), token)
    expect(errors).toBeUndefined()
    const { viewer } = data
    const identity = viewer.identities.find((one: { system: string }) => one.system === system)
    const differences = new Map<string, string | null>(
      (identity?.differences ?? []).map(({ field, theirs }: { field: string; theirs: string | null }) => [
        field,
        theirs,
      ]),
    )

    for (const { legacyField, viewerFields, kind } of fields) {
      const said = at(body, legacyField)
      const claim = `${system} ${legacyField}`
      if (kind === 'IDENTITY') expect(said, claim).toBe(identity?.legacyId ?? person.accountId)
      if (kind !== 'MAPPED' && kind !== 'DERIVED') continue
      // Absent by rule: the presence rules have tests of their own.
      if (said === undefined) continue
      const values = viewerFields.map((place) => valueAt(viewer, place, differences))
      expect(spelt(said), claim).toEqual(
        expected(
          system,
          legacyField,
          values[0],
          differences.get('subscription.plan.key') ?? viewer.subscription?.plan?.key,
        ),
      )
    }
  })

  test('and no field of an answer is without a lineage', async () => {
    const token = await app.token(open[0]?.accountId ?? '')
    for (const system of Object.keys(paths) as System[]) {
      const body = await (await app.get(paths[system], token)).json()
      const known = new Set(lineage.filter((field) => field.system === system).map(({ legacyField }) => legacyField))
      expect(
        leaves(body).filter((leaf) => !known.has(leaf)),
        system,
      ).toEqual([])
    }
  })
})

/** One query that selects every place the fields claim. */
function viewerQuery(fields: readonly Lineage[]): string {
  const tree: Tree = {}
  for (const place of fields.flatMap(({ kind, viewerFields }) => (kind === 'IDENTITY' ? [] : viewerFields)))
    plant(tree, place.split('.'))
  return `{ viewer { identities { system legacyId differences { field theirs } } ${printed(tree)} } }`
}

type Tree = { [key: string]: Tree }

function plant(tree: Tree, [head, ...rest]: readonly string[]): void {
  if (head === undefined) return
  tree[head] ??= {}
  plant(tree[head], rest)
}

function printed(tree: Tree): string {
  return Object.entries(tree)
    .map(
      ([key, inner]) =>
        `${key} ${Object.keys(inner).length > 0 ? `{ ${printed(inner)} ${key === 'plan' ? 'key' : ''} }` : leafSelection(key)}`,
    )
    .join(' ')
}

const limits = ['limit', 'spans', 'agents', 'retention', 'trialDays']

function leafSelection(key: string): string {
  if (limits.includes(key)) return '{ unlimited max }'
  return key === 'plan' ? '{ key name }' : ''
}

function at(value: unknown, place: string): unknown {
  return place
    .split('.')
    .reduce<unknown>((inner, key) => (inner as Record<string, unknown> | null | undefined)?.[key], value)
}

function leaves(value: unknown, place = ''): string[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [place]
  return Object.entries(value).flatMap(([key, inner]) => leaves(inner, place === '' ? key : `${place}.${key}`))
}

/** The graph's value, or the identity's own word where it is noted as different. */
function valueAt(viewer: unknown, place: string, differences: ReadonlyMap<string, string | null>): unknown {
  if (place === 'subscription.plan') {
    const key = differences.get('subscription.plan.key')
    const name = differences.get('subscription.plan.name')
    const plan = at(viewer, place) as { key: string; name: string } | undefined
    return plan && { key: key ?? plan.key, name: name ?? plan.name }
  }
  return differences.has(place) ? { theirs: differences.get(place) } : at(viewer, place)
}

/** A legacy value in a spelling that can be compared: an instant by its time, to the second. */
function spelt(value: unknown): unknown {
  return typeof value === 'string' && /^\d{4}-\d\d-\d\dT/.test(value) ? Math.floor(Date.parse(value) / 1000) : value
}

/** What the contract makes of a Viewer value in a legacy field. */
function expected(system: System, field: string, value: unknown, plan: string | undefined): unknown {
  const name = field.split('.').at(-1) ?? ''
  const noPlan = withoutSubscription(system, field, value, plan)
  if (noPlan !== undefined) return noPlan.said
  if (name === 'subscription_tier') return (value as { key: string }).key === 'PRO' ? 'pro' : 'developer'
  if (name === 'current_period_end' && plan !== 'PRO') return null
  if (name === 'plan') return (value as { key: string }).key.toLowerCase()
  if (system === 'USER_INFO' && name === 'name') return (value as { name: string }).name
  if (name === 'isAdmin') return text(value) === 'admin'
  if (name === 'name' && system === 'USER_PROFILE') return text(value) ?? ''
  if (name === 'providers')
    return (value as string[]).length === 0 ? null : (value as string[]).map((one) => one.toLowerCase())
  if (['role', 'provider', 'subscription_status', 'status', 'support'].includes(name)) return text(value)
  if (typeof value === 'object' && value !== null && 'theirs' in value) return parsed(value.theirs)
  if (typeof value === 'object' && value !== null && 'unlimited' in value) {
    const limit = value as { unlimited: boolean; max: number | null }
    return limit.unlimited ? -1 : limit.max
  }
  return spelt(value)
}

/**
 * An account without a subscription, or on one the shape has no words for: users-me says developer, inactive and no
 * date, user-profile an expired trial with nothing in it (contract, "an account a system never knew").
 */
function withoutSubscription(system: System, field: string, value: unknown, plan: string | undefined) {
  const unspoken = system === 'USER_PROFILE' && (plan === 'DEVELOPER' || plan === 'CUSTOM')
  if (value !== undefined && !(unspoken && field.startsWith('subscription.'))) return undefined
  const said: Record<string, unknown> = {
    subscription_tier: 'developer',
    subscription_status: 'inactive',
    current_period_end: null,
    'subscription.plan': 'trial',
    'subscription.planName': 'Free Trial',
    'subscription.status': 'canceled',
    'subscription.currentPeriodEnd': null,
    'subscription.trialEndDate': null,
    'subscription.trialExpired': true,
    'subscription.cancelAtPeriodEnd': false,
    'subscription.features.support': 'community',
  }
  if (field in said) return { said: said[field] }
  const isFlag = field.startsWith('subscription.features.') && !limits.includes(field.split('.').at(-1) ?? '')
  return { said: isFlag ? false : 0 }
}

/** Lower-case text of an enum value, of a noted difference, or of plain text. */
function text(value: unknown): string | null {
  if (typeof value === 'object' && value !== null && 'theirs' in value) return value.theirs as string | null
  return typeof value === 'string' ? (/^[A-Z_]+$/.test(value) ? value.toLowerCase() : value) : null
}

/** A difference is noted in words. */
function parsed(theirs: unknown): unknown {
  if (theirs === 'true' || theirs === 'false') return theirs === 'true'
  if (theirs === 'unlimited') return -1
  if (typeof theirs === 'string' && /^-?\d+(?:\.\d+)?$/.test(theirs)) return Number(theirs)
  return spelt(theirs)
}
