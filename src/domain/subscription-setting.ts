import { isDeepStrictEqual } from 'node:util'
import { z } from 'zod'
import type { Account } from './account.ts'
import { nextBoundary } from './billing-period.ts'
import { isKeepableInstant, KeepableInstant } from './instant.ts'
import { Line } from './keepable-text.ts'
import { planCatalogue, planKeys } from './plan.ts'
import { fieldRefused } from './refusal.ts'
import { type SubscriptionRecord, statusAtFirst, subscriptionOf, subscriptionStatuses } from './subscription.ts'
import { firstStatuses, statusesAfter } from './subscription-status.ts'
import { governingSubscription, holderOf, poolOf } from './viewer.ts'

/** What a legacy shape has room for (contract, "Numbers, ids"). */
const largestWindow = 2 ** 31 - 1
const WindowTotal = z
  .number()
  .refine(
    (total) => Number.isInteger(total) && total >= 0 && total <= largestWindow,
    `must be from 0 to ${largestWindow}`,
  )

/**
 * A subscription as a service sets it. A key that is absent keeps what the governing subscription says while the plan
 * stays, and is what the plan begins with otherwise; null is none.
 */
export const SubscriptionSetting = z
  .object({
    plan: z.enum(planKeys),
    label: Line.nullish(),
    status: z.enum(subscriptionStatuses, 'must be one of the statuses with a name of their own').optional(),
    currentPeriodStart: KeepableInstant.nullish(),
    currentPeriodEnd: KeepableInstant.nullish(),
    cancelAtPeriodEnd: z.boolean('must be true or false').optional(),
    trialEndsAt: KeepableInstant.nullish(),
    monthlyCredits: WindowTotal.nullish(),
    additionalCredits: WindowTotal.nullish(),
  })
  .superRefine(({ plan, label, trialEndsAt }, { addIssue }) => {
    const refuse = (field: string, message: string) => addIssue({ code: 'custom', path: [field], message })
    if (plan === 'CUSTOM' && !label) refuse('label', 'is needed: a CUSTOM plan is known by its name')
    if (plan !== 'CUSTOM' && label) refuse('label', 'belongs to CUSTOM plans only')
    if (plan !== 'TRIAL' && trialEndsAt) refuse('trialEndsAt', 'belongs to the TRIAL plan only')
  })
export type SubscriptionSetting = z.infer<typeof SubscriptionSetting>

export interface SettingContext {
  readonly now: Date
  readonly newId: () => string
  /** Some subscription of the account was to the TRIAL plan, whatever has become of it. */
  readonly hadTrial: boolean
}

/**
 * The subscription that governs once the setting is done; the very governing one when it says all of it already. While
 * the plan stays, what was agreed beside the catalogue stays; another plan clears it (contract, "governing
 * subscription").
 *
 * @throws Refusal INVALID for a period that cannot be; CONFLICT for a status that cannot follow, and a second trial.
 */
export function subscriptionSet(
  account: Account,
  setting: SubscriptionSetting,
  context: SettingContext,
): SubscriptionRecord {
  const { now, newId } = context
  const governing = governingSubscription(account)
  const kept = governing !== undefined && isPlanOf(governing, setting) ? governing : null
  const { status, ...from } = kept ?? firstTerms(setting, now)
  const currentPeriodEnd = said(setting.currentPeriodEnd, from.currentPeriodEnd)
  const record: SubscriptionRecord = {
    id: kept?.system === null ? kept.id : newId(),
    system: null,
    plan: setting.plan,
    label: setting.label ?? null,
    status: setting.status ?? status,
    currentPeriodStart: said(setting.currentPeriodStart, from.currentPeriodStart),
    currentPeriodEnd,
    cancelAtPeriodEnd:
      setting.cancelAtPeriodEnd ?? keptCancellation(from.cancelAtPeriodEnd, currentPeriodEnd, setting, now),
    trialEndsAt: said(setting.trialEndsAt, from.trialEndsAt),
    overrides: from.overrides,
    createdAt: kept?.system === null ? kept.createdAt : now,
  }
  if (kept !== null && isDeepStrictEqual(record, kept)) return kept
  assertPeriod(record, setting, now)
  if (setting.plan === 'TRIAL' && governing?.plan !== 'TRIAL' && context.hadTrial)
    throw fieldRefused('CONFLICT', 'plan', 'has been tried: a trial is started once')
  assertTransition(account, record, kept !== null, now)
  return record
}

/** What a period of the MONTHLY and ADDITIONAL pools starts with; undefined: as before, null: no such window. */
export interface WindowTotals {
  readonly monthly: bigint | null | undefined
  readonly additional: bigint | null | undefined
}

/**
 * The windows a setting asks for. Nobody has additional credits without monthly ones (contract, user-info), so they go
 * with them.
 *
 * @throws Refusal INVALID for additional credits without monthly ones.
 */
export function windowsSet(account: Account, setting: SubscriptionSetting): WindowTotals {
  const monthly = inCredits(setting.monthlyCredits)
  const additional = inCredits(setting.additionalCredits)
  const isMetered = (monthly === undefined ? poolOf(account, 'MONTHLY').windowTotal : monthly) !== null
  if (isMetered) return { monthly, additional }
  if (additional !== undefined && additional !== null)
    throw fieldRefused('INVALID', 'additionalCredits', 'need monthlyCredits beside them')
  return { monthly, additional: monthly === null ? null : additional }
}

/** The plan is the same, and so is the name of a plan of somebody's own. */
function isPlanOf(governing: SubscriptionRecord, { plan, label }: SubscriptionSetting): boolean {
  return governing.plan === plan && governing.label === (label ?? null)
}

type Terms = Omit<SubscriptionRecord, 'id' | 'system' | 'plan' | 'label' | 'createdAt'>

/** What a plan begins with, as far as the setting leaves it open (our decision). */
function firstTerms(setting: SubscriptionSetting, now: Date): Terms {
  const { plan } = setting
  const { trialDays } = planCatalogue[plan].features
  const isTimed = plan === 'TRIAL' && trialDays !== 'unlimited'
  return {
    status: statusAtFirst(plan),
    ...firstPeriod(setting, now),
    cancelAtPeriodEnd: false,
    trialEndsAt: isTimed ? new Date(now.getTime() + trialDays * day) : null,
    overrides: {},
  }
}

const day = 86_400_000

/** STARTER and PRO are billed by the calendar month, from now unless said; the others have no period of their own. */
function firstPeriod({ plan, currentPeriodStart, currentPeriodEnd }: SubscriptionSetting, now: Date) {
  if (plan !== 'STARTER' && plan !== 'PRO') return { currentPeriodStart: null, currentPeriodEnd: null }
  const isOver = currentPeriodEnd instanceof Date && currentPeriodEnd <= now
  const start = currentPeriodStart ?? now
  return { currentPeriodStart: isOver ? null : now, currentPeriodEnd: nextBoundary(start, start) }
}

/** A subscription that is to stand is not cancelled by a period that is over. */
function keptCancellation(kept: boolean | null, end: Date | null, { status }: SubscriptionSetting, now: Date) {
  const isTaken = status !== undefined && status !== 'canceled' && end !== null && end <= now
  return isTaken ? false : (kept ?? false)
}

function assertPeriod(record: SubscriptionRecord, setting: SubscriptionSetting, now: Date): void {
  const { currentPeriodStart: start, currentPeriodEnd: end, cancelAtPeriodEnd } = record
  const saysStart = setting.currentPeriodStart !== undefined
  const saysEnd = setting.currentPeriodEnd !== undefined
  if ((saysStart || saysEnd) && start !== null && end !== null && start >= end) {
    throw saysEnd
      ? fieldRefused('INVALID', 'currentPeriodEnd', 'must be after the period’s start')
      : fieldRefused('INVALID', 'currentPeriodStart', 'must be before the period’s end')
  }
  if (end !== null && !isKeepableInstant(end))
    throw fieldRefused('INVALID', 'currentPeriodStart', 'leaves no month before the end of the year 9999')
  if (setting.cancelAtPeriodEnd && end === null)
    throw fieldRefused('INVALID', 'cancelAtPeriodEnd', 'needs a period with an end')
  if (saysEnd && cancelAtPeriodEnd && end === null)
    throw fieldRefused('INVALID', 'currentPeriodEnd', 'is needed: the subscription is cancelled at its end')
  const stands = setting.status !== undefined && setting.status !== 'canceled'
  if (stands && cancelAtPeriodEnd && end !== null && end <= now)
    throw fieldRefused('INVALID', 'cancelAtPeriodEnd', 'leaves nothing to stand: the period is over')
}

/** A status follows the one before it, but for a new plan's, which may begin afresh. */
function assertTransition(account: Account, record: SubscriptionRecord, planStays: boolean, now: Date): void {
  const governing = governingSubscription(account)
  if (governing === undefined) return
  const before = subscriptionOf(governing, holderOf(account), now).status
  const after = subscriptionOf(record, holderOf(account), now).status
  const allowed = new Set<string>([...statusesAfter(before), ...(planStays ? [] : firstStatuses)])
  if (after === before || allowed.has(after)) return
  const names = [...allowed].map((status) => status.toUpperCase()).join(', ')
  throw fieldRefused('CONFLICT', 'status', `${before.toUpperCase()} can be followed by ${names} only`)
}

function said<V>(value: V | undefined, otherwise: V): V {
  return value === undefined ? otherwise : value
}

function inCredits(total: number | null | undefined): bigint | null | undefined {
  return typeof total === 'number' ? BigInt(total) : total
}
