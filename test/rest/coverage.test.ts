import { getNamedType, isObjectType } from 'graphql'
import { describe, expect, test } from 'vitest'
import { gatewaySchema } from '../../src/app.ts'
import { badge } from '../../src/rest/legacy/_example/index.ts'
import { text } from '../../src/rest/legacy/field.ts'
import { shapes } from '../../src/rest/legacy/index.ts'
import { lineageOf, placesOf } from '../../src/rest/legacy/lineage.ts'
import { defineShape, type Shape } from '../../src/rest/legacy/shape.ts'
import { usersMeKeys } from '../support/documented.ts'

const schema = gatewaySchema()

/** The fields of a shape that nobody can say where they come from. */
function unaccounted(shape: Shape): string[] {
  const reasons = new Map(
    placesOf(shape.fields).map(({ place, field: { source } }) => [place, 'reason' in source ? source.reason : '']),
  )
  return lineageOf(shape).flatMap(({ legacyField, kind, viewerFields }) => {
    const known = viewerFields.length > 0 && viewerFields.every(isInTheGraph)
    const explained = kind === 'CONSTANT' || kind === 'SETTING' ? reasons.get(legacyField) !== '' : known
    return explained ? [] : [legacyField]
  })
}

/** Whether a place of the Viewer, such as `credits.wallet.available`, is a field of the graph. */
function isInTheGraph(place: string): boolean {
  let type = schema.getType('Viewer')
  for (const step of place.split('.')) {
    const field = isObjectType(type) ? type.getFields()[step] : undefined
    if (!field) return false
    type = getNamedType(field.type)
  }
  return true
}

describe('every field of every shape is accounted for', () => {
  test.each([...shapes, badge].map((shape) => [shape.system, shape] as const))('%s', (_system, shape) => {
    expect(unaccounted(shape)).toEqual([])
  })

  test('and one that is not is found', () => {
    const fields = [
      ...badge.fields,
      text('orphan'),
      text('excused').constant('x', ''),
      text('elsewhere').derived([], () => 'x'),
    ]
    expect(unaccounted(defineShape({ ...badge, fields }))).toEqual(['orphan', 'excused', 'elsewhere'])
  })

  test('by places that are in the graph', () => {
    expect(isInTheGraph('credits.wallet.available')).toBe(true)
    expect(isInTheGraph('identities.legacyId')).toBe(true)
    expect(isInTheGraph('credits.wallet.afloat')).toBe(false)
  })
})

const features = [
  'spans',
  'agents',
  'retention',
  'alerts',
  'evaluations',
  'exports',
  'deepSearch',
  'semanticSearch',
  'smartSearch',
  'customLLMLogic',
  'modelTraining',
  'sso',
  'rbac',
  'support',
  'trialDays',
]

/** The contract's lineage: for each place of the Viewer, the fields that tell of it; `!` marks what a PATCH writes. */
const contract: readonly (readonly [place: string, ...fields: readonly `${string}: ${string}`[]])[] = [
  ['email', 'ACCOUNT_PROFILE: user.email', 'USERS_ME: email !', 'USER_PROFILE: email', 'USER_INFO: user.email'],
  ['emailVerified', 'ACCOUNT_PROFILE: user.email_verified', 'USER_PROFILE: isEmailVerified'],
  ['displayName', 'ACCOUNT_PROFILE: user.name !', 'USERS_ME: full_name !', 'USER_PROFILE: name'],
  ['firstName', 'USER_PROFILE: firstName'],
  ['lastName', 'USER_PROFILE: lastName'],
  ['imageUrl', 'USER_PROFILE: image'],
  ['company', 'USER_PROFILE: company'],
  ['role', 'USERS_ME: role', 'USER_PROFILE: isAdmin'],
  ['isActive', 'USERS_ME: is_active', 'USER_PROFILE: isActive'],
  ['signInMethod', 'USER_PROFILE: provider'],
  ['connectedProviders', 'ACCOUNT_PROFILE: user.providers'],
  ['twoFactorEnabled', 'ACCOUNT_PROFILE: user.two_factor_enabled'],
  ['promptAnalysisOptIn', 'ACCOUNT_PROFILE: user.prompt_analysis_opt_in'],
  ['referralCode', 'USERS_ME: referral_code'],
  ['createdAt', 'ACCOUNT_PROFILE: user.created_at', 'USER_PROFILE: createdAt', 'USER_INFO: user.createdAt'],
  ['updatedAt', 'USER_PROFILE: updatedAt', 'USER_INFO: user.updatedAt'],
  ['credits.wallet.available', 'ACCOUNT_PROFILE: user.balance_eur'],
  ['credits.wallet.held', 'ACCOUNT_PROFILE: user.held_eur'],
  ['credits.wallet.creditLimitCents', 'ACCOUNT_PROFILE: user.credit_limit_cents'],
  ['credits.wallet.expiresAt', 'ACCOUNT_PROFILE: user.credits_expire_at'],
  ['credits.wallet.freeTrialPending', 'ACCOUNT_PROFILE: user.free_trial_pending_eur'],
  ['credits.hasUnseenGrants', 'ACCOUNT_PROFILE: user.pending_credit_notice'],
  ['credits.permanent', 'USERS_ME: permanent_credit_balance'],
  ['credits.monthly.total', 'USER_INFO: user.plan.totalMonthlyCredits'],
  ['credits.monthly.remaining', 'USER_INFO: user.plan.remainingMonthlyCredits'],
  ['credits.additional.total', 'USER_INFO: user.plan.maxAdditionalCredits'],
  ['credits.additional.remaining', 'USER_INFO: user.plan.remainingAdditionalCredits'],
  ['subscription.plan', 'USERS_ME: subscription_tier', 'USER_PROFILE: subscription.plan', 'USER_INFO: user.plan.name'],
  ['subscription.plan.name', 'USER_PROFILE: subscription.planName'],
  ['subscription.status', 'USERS_ME: subscription_status', 'USER_PROFILE: subscription.status'],
  ['subscription.currentPeriodEnd', 'USERS_ME: current_period_end', 'USER_PROFILE: subscription.currentPeriodEnd'],
  ['subscription.cancelAtPeriodEnd', 'USER_PROFILE: subscription.cancelAtPeriodEnd'],
  ['subscription.usage.spans.used', 'USER_PROFILE: subscription.spansUsed'],
  ['subscription.usage.spans.limit', 'USER_PROFILE: subscription.spansLimit'],
  ['subscription.usage.spans.percent', 'USER_PROFILE: subscription.usagePercentage'],
  ['subscription.trial.endsAt', 'USER_PROFILE: subscription.trialEndDate'],
  ['subscription.trial.daysRemaining', 'USER_PROFILE: subscription.trialDaysRemaining'],
  ['subscription.trial.expired', 'USER_PROFILE: subscription.trialExpired'],
  ...features.map((name) => [`subscription.features.${name}`, `USER_PROFILE: subscription.features.${name}`] as const),
  ['resources.agentCount', 'USER_PROFILE: resources.agentCount'],
  ['resources.activeApiKeyCount', 'USER_PROFILE: resources.activeApiKeyCount'],
  ['resources.apiKeyLastFour', 'USERS_ME: api_key_last_four'],
  ['identities.legacyId', 'ACCOUNT_PROFILE: user.id', 'USERS_ME: id', 'USER_PROFILE: id', 'USER_INFO: user.id'],
]

test('the declared lineage is the contract’s, to the field', () => {
  const declared = shapes
    .flatMap(lineageOf)
    .flatMap(({ system, legacyField, viewerFields, writable }) =>
      viewerFields.map((place) => `${place} = ${system}: ${legacyField}${writable ? ' !' : ''}`),
    )
  const agreed = contract.flatMap(([place, ...fields]) => fields.map((field) => `${place} = ${field}`))
  expect(declared.sort()).toEqual(agreed.sort())
})

test('what has no place in the Viewer is what the call itself costs and how long its version lives', () => {
  const without = shapes.flatMap(lineageOf).filter(({ viewerFields }) => viewerFields.length === 0)
  expect(without.map(({ system, legacyField, kind }) => `${system}: ${legacyField} ${kind}`)).toEqual([
    'USER_INFO: status.cost CONSTANT',
    'USER_INFO: status.apiDeprecationNotice.message SETTING',
    'USER_INFO: status.apiDeprecationNotice.shutdownDate SETTING',
  ])
})

test('every key of the documents stands in its shape, in the documented order', () => {
  const keys: Readonly<Record<string, readonly string[]>> = {
    ACCOUNT_PROFILE: ['user'],
    USERS_ME: usersMeKeys,
    USER_PROFILE: [
      'id',
      'email',
      'firstName',
      'lastName',
      'name',
      'image',
      'company',
      'provider',
      'isActive',
      'isAdmin',
      'isEmailVerified',
      'createdAt',
      'updatedAt',
      'subscription',
      'resources',
    ],
    USER_INFO: ['user', 'status'],
  }
  for (const { system, fields } of shapes) expect(fields.map(({ key }) => key)).toEqual(keys[system])
  const inner = (system: string, place: string) =>
    placesOf(shapes.find((shape) => shape.system === system)?.fields ?? [])
      .filter((one) => one.place.startsWith(place))
      .map((one) => one.place.slice(place.length))
  expect(inner('ACCOUNT_PROFILE', 'user.')).toEqual([
    'balance_eur',
    'created_at',
    'credit_limit_cents',
    'credits_expire_at',
    'email',
    'email_verified',
    'free_trial_pending_eur',
    'held_eur',
    'id',
    'name',
    'pending_credit_notice',
    'prompt_analysis_opt_in',
    'providers',
    'two_factor_enabled',
  ])
  expect(inner('USER_INFO', 'user.')).toEqual([
    'id',
    'email',
    'plan.name',
    'plan.totalMonthlyCredits',
    'plan.remainingMonthlyCredits',
    'plan.maxAdditionalCredits',
    'plan.remainingAdditionalCredits',
    'createdAt',
    'updatedAt',
  ])
  expect(inner('USER_PROFILE', 'subscription.features.')).toEqual(features)
})

test('every lossy field says so', () => {
  const lossy = shapes.flatMap(lineageOf).filter(({ losses }) => losses.length > 0)
  expect(lossy.map(({ system, legacyField }) => `${system}: ${legacyField}`)).toEqual([
    'USERS_ME: subscription_tier',
    'USER_PROFILE: provider',
    'USER_PROFILE: subscription.plan',
    'USER_PROFILE: subscription.status',
  ])
})
