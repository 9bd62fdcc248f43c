import { emailKey } from './email-address.ts'

/** One way to name an account. */
export type AccountLookup =
  | { readonly by: 'accountId'; readonly accountId: string }
  | { readonly by: 'email'; readonly email: string }
  | { readonly by: 'legacy'; readonly system: string; readonly legacyId: string }
  | { readonly by: 'referralCode'; readonly referralCode: string }

/** Two names with one key name one account. System names hold no spaces, so nothing runs together. */
export function keyOf(lookup: AccountLookup): string {
  switch (lookup.by) {
    case 'accountId':
      return `accountId ${lookup.accountId.toLowerCase()}`
    case 'email':
      return `email ${emailKey(lookup.email)}`
    case 'legacy':
      return `legacy ${lookup.system} ${lookup.legacyId}`
    case 'referralCode':
      return `referralCode ${lookup.referralCode}`
  }
}

/** RFC 9562 in its lower-case form: what an account id of ours can be. */
export function isUuid(text: string): boolean {
  return /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text)
}
