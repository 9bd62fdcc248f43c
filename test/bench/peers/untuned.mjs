import { createServer } from 'node:http'
import SchemaBuilder from '@pothos/core'
import PrismaPlugin from '@pothos/plugin-prisma'
import { PrismaPg } from '@prisma/adapter-pg'
import { createYoga } from 'graphql-yoga'
import { eur, window } from './answers.mjs'
import { accountIdOf } from './auth.mjs'
import { percentOf, plans } from './plans.mjs'

/**
 * The gateway's own stack as it is usually written: `t.prismaField`, relations and counts of the Pothos plugin, Yoga and
 * the adapter of Prisma as they come. What is generated is made by the bench from the gateway's schema.prisma.
 */
const { PrismaClient } = await import('./node_modules/.untuned/client/client.ts')
const { getDatamodel } = await import('./node_modules/.untuned/pothos.ts')

const prisma = new PrismaClient({ adapter: new PrismaPg({ connectionString: process.env.DATABASE_URL }) })
const builder = new SchemaBuilder({ plugins: [PrismaPlugin], prisma: { client: prisma, dmmf: getDatamodel() } })

const Amount = builder.objectRef('Wallet').implement({
  fields: (t) => ({ available: t.exposeString('available'), held: t.exposeString('held') }),
})
const Window = builder.objectRef('Window').implement({
  fields: (t) => ({ total: t.exposeInt('total'), remaining: t.exposeInt('remaining') }),
})
const Plan = builder.objectRef('Plan').implement({
  fields: (t) => ({ key: t.exposeString('key'), name: t.exposeString('name') }),
})
const Features = builder.objectRef('Features').implement({
  fields: (t) => ({
    alerts: t.exposeBoolean('alerts'),
    exports: t.exposeBoolean('exports'),
    sso: t.exposeBoolean('sso'),
    support: t.string({ resolve: ({ support }) => support.toUpperCase() }),
  }),
})
const Limit = builder.objectRef('Limit').implement({
  fields: (t) => ({ max: t.int({ nullable: true, resolve: ({ spans }) => (spans === -1 ? null : spans) }) }),
})
const Meter = builder.objectRef('Meter').implement({
  fields: (t) => ({
    used: t.exposeInt('used'),
    percent: t.float({ resolve: ({ used, limit }) => percentOf(used, limit.spans) }),
    limit: t.expose('limit', { type: Limit }),
  }),
})
const Usage = builder.objectRef('Usage').implement({
  fields: (t) => ({ spans: t.expose('spans', { type: Meter }) }),
})

const sum = (amounts) => amounts.reduce((total, amount) => total + amount, 0n)
const isLive = ({ expiresAt }) => expiresAt === null || expiresAt > new Date()
const leftIn = (grants, pool) => {
  const counted = grants.filter((grant) => grant.pool === pool && grant.effectiveAt <= new Date() && isLive(grant))
  return sum(counted.map(({ remaining }) => remaining))
}

const windowOf = ({ grants, pools }, kind) => {
  const pool = pools.find((one) => one.kind === kind)
  return pool?.windowTotal == null ? null : window(leftIn(grants, kind), pool.windowTotal)
}

const Credits = builder.prismaObject('Account', {
  variant: 'Credits',
  select: { grants: { where: { remaining: { gt: 0 } } }, pools: true, holds: { where: { state: 'OPEN' } } },
  fields: (t) => ({
    wallet: t.field({
      type: Amount,
      resolve: ({ grants, holds }) => {
        const held = sum(holds.filter(isLive).map(({ amount }) => amount))
        return { available: eur(leftIn(grants, 'WALLET') - held), held: eur(held) }
      },
    }),
    permanent: t.int({ resolve: ({ grants }) => Number(leftIn(grants, 'PERMANENT')) }),
    monthly: t.field({ type: Window, nullable: true, resolve: (account) => windowOf(account, 'MONTHLY') }),
    additional: t.field({ type: Window, nullable: true, resolve: (account) => windowOf(account, 'ADDITIONAL') }),
  }),
})

const Resources = builder.prismaObject('Account', {
  variant: 'Resources',
  fields: (t) => ({
    agentCount: t.relationCount('agents', { where: { archivedAt: null } }),
    activeApiKeyCount: t.relationCount('apiKeys', { where: { revokedAt: null } }),
  }),
})

builder.prismaObject('Subscription', {
  fields: (t) => ({
    status: t.string({ resolve: ({ status }) => status.toUpperCase() }),
    currentPeriodEnd: t.string({
      nullable: true,
      resolve: ({ currentPeriodEnd }) => currentPeriodEnd?.toISOString(),
    }),
    plan: t.field({ type: Plan, resolve: ({ plan }) => plans[plan] }),
    features: t.field({ type: Features, resolve: ({ plan }) => plans[plan].features }),
    usage: t.field({
      type: Usage,
      select: () => ({
        account: {
          select: {
            usageCounters: {
              where: { meter: 'SPANS', OR: [{ periodEnd: null }, { periodEnd: { gt: new Date() } }] },
              orderBy: { periodStart: 'desc' },
              take: 1,
            },
          },
        },
      }),
      resolve: ({ plan, account }) => ({
        spans: { used: Number(account.usageCounters[0]?.used ?? 0), limit: plans[plan].features },
      }),
    }),
  }),
})

builder.prismaObject('Account', {
  name: 'Viewer',
  fields: (t) => ({
    accountId: t.exposeID('id'),
    email: t.exposeString('email'),
    displayName: t.exposeString('displayName', { nullable: true }),
    createdAt: t.string({ resolve: ({ createdAt, recordedAt }) => (createdAt ?? recordedAt).toISOString() }),
    credits: t.variant(Credits),
    subscription: t.relation('governingSubscription', { nullable: true }),
    resources: t.variant(Resources),
  }),
})

builder.queryType({
  fields: (t) => ({
    viewer: t.prismaField({
      type: 'Account',
      nullable: true,
      resolve: (query, _root, _args, { accountId }) =>
        prisma.account.findUnique({ ...query, where: { id: accountId } }),
    }),
  }),
})

const yoga = createYoga({
  schema: builder.toSchema(),
  context: ({ request }) => ({ accountId: accountIdOf(request.headers.get('authorization') ?? undefined) }),
})
createServer(yoga).listen(Number(process.env.PORT), '127.0.0.1')
