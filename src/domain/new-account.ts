import { z } from 'zod'
import type { Account } from './account.ts'
import type { FactName } from './facts.ts'
import { blankAccount } from './legacy-record.ts'
import { EmailAddress, factsWritten, ProfileChange } from './profile.ts'

/** What is known of a person whose account is made here; null is not known. */
export const NewAccount = ProfileChange.extend({
  email: EmailAddress,
  emailVerified: z.boolean().nullish(),
  promptAnalysisOptIn: z.boolean().nullish(),
})
export type NewAccount = z.infer<typeof NewAccount>

/**
 * An account made here, without any legacy identity. Whatever was said of the person counts as written, so that no
 * record that is linked later says otherwise; what was not said is left for one to fill in.
 *
 * @throws Refusal INVALID as `factsWritten`.
 */
export function accountMade(
  { email, emailVerified, ...said }: NewAccount,
  { id, referralCode, now }: { readonly id: string; readonly referralCode: string; readonly now: Date },
): Account {
  const blank = blankAccount(id, email, referralCode, now)
  const known = Object.fromEntries(Object.entries(said).filter(([, value]) => value !== null))
  const facts = { ...factsWritten(blank, { ...known, email }, now), emailVerified: emailVerified ?? false }
  return { ...blank, ...facts, writtenAt: now, writtenFacts: Object.keys(facts) as FactName[] }
}
