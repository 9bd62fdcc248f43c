import { readdir, readFile } from 'node:fs/promises'
import {
  buildSchema,
  type GraphQLNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
  isSpecifiedScalarType,
  parse,
  print,
  printSchema,
} from 'graphql'
import { describe, expect, test } from 'vitest'
import { gatewaySchema } from '../../src/app.ts'
import * as documents from '../support/gql/graphql.ts'

const schema = gatewaySchema()

test('the committed schema is what the code builds', async () => {
  const committed = await readFile(new URL('../../src/graph/schema.graphql', import.meta.url), 'utf8')
  expect(committed, 'src/graph/schema.graphql is out of date: npm run codegen').toBe(printSchema(schema))
})

test('the committed schema can be read by others', async () => {
  const committed = await readFile(new URL('../../src/graph/schema.graphql', import.meta.url), 'utf8')
  expect(() => buildSchema(committed)).not.toThrow()
})

test('the typed documents are those the tests mean to send', async () => {
  const folder = new URL('../support/documents/', import.meta.url)
  const files = await Promise.all((await readdir(folder)).map((name) => readFile(new URL(name, folder), 'utf8')))
  const written = files.flatMap((text) => parse(text).definitions.map((definition) => print(definition)))
  const generated = Object.values(documents).flatMap(({ definitions }) =>
    definitions.map((definition) => print(definition)),
  )
  expect(new Set(generated), 'test/support/gql is out of date: npm run codegen').toEqual(new Set(written))
})

test('everything is described, for the people who read it in GraphiQL', () => {
  const own = Object.values(schema.getTypeMap()).filter(
    (type) => !isIntrospectionType(type) && !isSpecifiedScalarType(type),
  )
  const silent = own.flatMap(placesIn).filter(({ description }) => !description?.trim())
  expect(silent.map(({ place }) => place)).toEqual([])
})

function placesIn(type: GraphQLNamedType): { place: string; description: string | null | undefined }[] {
  const here = { place: type.name, description: type.description }
  if (isEnumType(type)) {
    return [here, ...type.getValues().map(({ name, description }) => ({ place: `${type.name}.${name}`, description }))]
  }
  if (isInputObjectType(type)) {
    const fields = Object.values(type.getFields())
    return [here, ...fields.map(({ name, description }) => ({ place: `${type.name}.${name}`, description }))]
  }
  if (isObjectType(type) || isInterfaceType(type)) {
    return [
      here,
      ...Object.values(type.getFields()).flatMap(({ name, description, args }) => [
        { place: `${type.name}.${name}`, description },
        ...args.map((arg) => ({ place: `${type.name}.${name}(${arg.name}:)`, description: arg.description })),
      ]),
    ]
  }
  return [here]
}

/**
 * The architecture page's sketch, whose names bind. Two of its types gave way to the contract: counts are SafeInt, and
 * cents are a count.
 */
const sketch: Record<string, Record<string, string>> = {
  Query: {
    viewer: 'Viewer',
    'node(id: ID!)': 'Node',
    plans: '[Plan!]!',
    'account(by: AccountLookup!)': 'Viewer',
    'lineage(system: LegacySystem)': '[FieldLineage!]!',
  },
  Viewer: {
    id: 'ID!',
    accountId: 'UUID!',
    email: 'EmailAddress!',
    emailVerified: 'Boolean!',
    displayName: 'String',
    firstName: 'String!',
    lastName: 'String!',
    imageUrl: 'URL',
    company: 'String',
    role: 'Role!',
    isActive: 'Boolean!',
    restriction: 'Restriction',
    signInMethod: 'SignInMethod!',
    connectedProviders: '[OAuthProvider!]!',
    twoFactorEnabled: 'Boolean!',
    promptAnalysisOptIn: 'Boolean!',
    referralCode: 'String!',
    createdAt: 'DateTime!',
    updatedAt: 'DateTime!',
    identities: '[LegacyIdentity!]!',
    credits: 'Credits!',
    subscription: 'Subscription',
    subscriptions: '[Subscription!]!',
    resources: 'Resources!',
  },
  LegacyIdentity: {
    system: 'LegacySystem!',
    legacyId: 'String!',
    createdAt: 'DateTime',
    updatedAt: 'DateTime',
    differences: '[LegacyDifference!]!',
  },
  LegacyDifference: { field: 'String!', theirs: 'String', ours: 'String' },
  Credits: {
    wallet: 'Wallet!',
    permanent: 'CreditAmount!',
    monthly: 'CreditWindow',
    additional: 'CreditWindow',
    hasUnseenGrants: 'Boolean!',
    grants: 'CreditGrantConnection!',
    holds: 'CreditHoldConnection!',
    history: 'LedgerEntryConnection!',
    'statement(pool: CreditPool!, at: DateTime)': 'BalanceStatement!',
  },
  Wallet: {
    available: 'EurAmount!',
    held: 'EurAmount!',
    posted: 'EurAmount!',
    creditLimitCents: 'SafeInt!',
    expiresAt: 'DateTime',
    freeTrialPending: 'EurAmount',
  },
  CreditWindow: { total: 'CreditAmount!', remaining: 'CreditAmount!', resetsAt: 'DateTime!' },
  Subscription: {
    id: 'ID!',
    system: 'LegacySystem',
    plan: 'Plan!',
    status: 'SubscriptionStatus!',
    currentPeriodStart: 'DateTime',
    currentPeriodEnd: 'DateTime',
    cancelAtPeriodEnd: 'Boolean!',
    trial: 'Trial',
    features: 'Features!',
    usage: 'Usage!',
  },
  Trial: { endsAt: 'DateTime', daysRemaining: 'Int!', expired: 'Boolean!' },
  Features: {
    spans: 'Limit!',
    agents: 'Limit!',
    retention: 'Limit!',
    alerts: 'Boolean!',
    evaluations: 'Boolean!',
    exports: 'Boolean!',
    deepSearch: 'Boolean!',
    semanticSearch: 'Boolean!',
    smartSearch: 'Boolean!',
    customLLMLogic: 'Boolean!',
    modelTraining: 'Boolean!',
    sso: 'Boolean!',
    rbac: 'Boolean!',
    support: 'SupportTier!',
    trialDays: 'Limit!',
  },
  Limit: { unlimited: 'Boolean!', max: 'SafeInt' },
  Usage: { spans: 'UsageMeter!', agents: 'UsageMeter!' },
  UsageMeter: {
    used: 'SafeInt!',
    limit: 'Limit!',
    remaining: 'SafeInt',
    percent: 'Float!',
    resetsAt: 'DateTime',
    overLimit: 'Boolean!',
  },
  Resources: {
    agentCount: 'SafeInt!',
    activeApiKeyCount: 'SafeInt!',
    agents: 'AgentConnection!',
    apiKeys: 'ApiKeyConnection!',
  },
  Mutation: {
    'updateProfile(input: UpdateProfileInput!)': 'UpdateProfilePayload!',
    dismissCreditNotice: 'DismissCreditNoticePayload!',
  },
  UserError: { field: 'String', message: 'String!', code: 'UserErrorCode!' },
}

describe('the sketch of the graph holds', () => {
  test.each(Object.entries(sketch))('%s', (typeName, fields) => {
    const type = schema.getType(typeName)
    if (!isObjectType(type)) throw new Error(`${typeName} is not there.`)
    const built = type.getFields()
    const spelt = Object.keys(fields).map((signature) => {
      const { name, args, type } = built[signature.split('(')[0] ?? ''] ?? { name: 'nothing', args: [], type: '' }
      // A sketched field without arguments may have grown some.
      const said = signature.includes('(') ? `(${args.map((arg) => `${arg.name}: ${arg.type}`).join(', ')})` : ''
      return [`${name}${said}`, String(type)]
    })
    expect(Object.fromEntries(spelt)).toEqual(fields)
  })

  test('the viewer and every row of its lists has an id of its own', () => {
    const node = schema.getType('Node')
    if (!isInterfaceType(node)) throw new Error('There is no Node.')
    const names = schema.getPossibleTypes(node).map(({ name }) => name)
    expect(names.toSorted()).toEqual([
      'Agent',
      'ApiKey',
      'CreditGrant',
      'CreditHold',
      'LedgerEntry',
      'Subscription',
      'Viewer',
    ])
  })

  test('an account is looked up in exactly one of four ways', () => {
    const lookup = schema.getType('AccountLookup')
    if (!isInputObjectType(lookup)) throw new Error('There is no AccountLookup.')
    expect(lookup.isOneOf).toBe(true)
    expect(Object.keys(lookup.getFields())).toEqual(['accountId', 'email', 'legacy', 'referralCode'])
  })

  test('a profile’s seven parts can be changed', () => {
    const input = schema.getType('UpdateProfileInput')
    if (!isInputObjectType(input)) throw new Error('There is no UpdateProfileInput.')
    const parts = ['displayName', 'firstName', 'lastName', 'email', 'imageUrl', 'company', 'promptAnalysisOptIn']
    expect(Object.keys(input.getFields())).toEqual(parts)
  })
})
