import { z } from 'zod'
import type { Account } from './account.ts'
import { emailAddress, emailKey } from './email-address.ts'
import { type Claims, nameFacts } from './facts.ts'
import { KeepableText, Line, longestLine } from './keepable-text.ts'
import { joinName } from './person-name.ts'
import { fieldRefused } from './refusal.ts'
import { viewerOf } from './viewer.ts'

/** Named, because both faces and every shape validate with these very schemas. Lengths are code points. */
export const DisplayName = Line.nullable()
export const FirstName = Line.nullable()
export const LastName = Line.nullable()
export const Company = Line.nullable()
export const EmailAddress = KeepableText.regex(emailAddress, 'must be an e-mail address')
export const ImageUrl = KeepableText.max(2048)
  // The library would take these away, and so accept what it was not asked about.
  .regex(/^[^\s\p{Control}]*$/u, 'must not hold white space')
  .pipe(z.url({ protocol: /^https?$/, error: 'must be an http(s) URL' }))
  .nullable()
export const PromptAnalysisOptIn = z.boolean()

/** What a person may change of their own profile. A key that is absent is left alone, null clears. */
export const ProfileChange = z.object({
  displayName: DisplayName.optional(),
  email: EmailAddress.optional(),
  firstName: FirstName.optional(),
  lastName: LastName.optional(),
  imageUrl: ImageUrl.optional(),
  company: Company.optional(),
  promptAnalysisOptIn: PromptAnalysisOptIn.optional(),
})
export type ProfileChange = z.infer<typeof ProfileChange>

/**
 * The facts a change writes, nothing for an empty one. Writing the display name drops the pair; writing the pair sets
 * the display name; a new address is unverified (contract, users-me and names).
 *
 * @throws Refusal INVALID when both names are written at once, or the pair joins to more than 255 characters.
 */
export function factsWritten(account: Account, change: ProfileChange, now: Date): Claims {
  const { displayName, firstName, lastName, email, ...plain } = change
  const facts: Record<string, unknown> = Object.fromEntries(
    Object.entries(plain).filter(([, value]) => value !== undefined),
  )
  if (email !== undefined) {
    facts.email = email
    if (emailKey(email) !== emailKey(account.email)) facts.emailVerified = false
  }
  const writesPair = firstName !== undefined || lastName !== undefined
  if (displayName !== undefined && writesPair)
    throw fieldRefused('INVALID', 'displayName', 'cannot be written together with firstName or lastName')
  if (displayName !== undefined) Object.assign(facts, { displayName, firstName: null, lastName: null })
  if (writesPair) Object.assign(facts, pairWritten(account, firstName, lastName, now))
  return facts as Claims
}

function pairWritten(
  account: Account,
  firstName: string | null | undefined,
  lastName: string | null | undefined,
  now: Date,
) {
  const current = viewerOf(account, now)
  const first = (firstName === undefined ? current.firstName : firstName) ?? ''
  const last = (lastName === undefined ? current.lastName : lastName) ?? ''
  const displayName = joinName(first, last)
  if ([...displayName].length > longestLine)
    throw fieldRefused('INVALID', 'lastName', `first and last name together must be at most ${longestLine} characters`)
  const names = displayName === '' ? [null, null, null] : [displayName, first, last]
  return Object.fromEntries(nameFacts.map((fact, index) => [fact, names[index]]))
}
