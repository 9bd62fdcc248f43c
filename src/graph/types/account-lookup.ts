import { z } from 'zod'
import type { AccountLookup } from '../../domain/account-lookup.ts'
import { KeepableText } from '../../domain/keepable-text.ts'
import { builder } from '../builder.ts'
import { LegacySystem } from './legacy-system.ts'

/** UTF-16 units: longer ones take long to compare. An account with a longer, imported one is found by its other keys. */
const SoughtAddress = KeepableText.max(1_000, 'must be at most 1000 characters')

const LegacyId = builder.inputType('LegacyId', {
  description: 'An account in the words of one legacy system.',
  fields: (t) => ({
    system: t.field({ type: LegacySystem, required: true, description: 'Which system.' }),
    id: t.string({
      required: true,
      validate: { schema: KeepableText },
      description: 'The id that system gave the account.',
    }),
  }),
})

export const AccountLookupInput = builder.inputType('AccountLookup', {
  description: 'One way to name an account: set exactly one.',
  isOneOf: true,
  fields: (t) => ({
    accountId: t.field({ type: 'UUID', description: 'Our own id.' }),
    email: t.field({
      type: 'EmailAddress',
      validate: { schema: SoughtAddress },
      description: 'Its e-mail address, in any case.',
    }),
    legacy: t.field({ type: LegacyId, description: 'A legacy system’s id.' }),
    referralCode: t.string({ validate: { schema: KeepableText }, description: 'Its referral code.' }),
  }),
})

/** For an input that is validated as a whole: the lookup in it is left to its own fields. */
export const AnyLookup = z.custom<typeof AccountLookupInput.$inferInput>()

/** What the input says, in the domain's words. */
export function lookupOf(by: typeof AccountLookupInput.$inferInput): AccountLookup {
  if (by.accountId) return { by: 'accountId', accountId: by.accountId.toLowerCase() }
  if (by.email) return { by: 'email', email: by.email }
  if (by.legacy) return { by: 'legacy', system: by.legacy.system, legacyId: by.legacy.id }
  return { by: 'referralCode', referralCode: by.referralCode ?? '' }
}
