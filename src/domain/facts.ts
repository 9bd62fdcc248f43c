import type { LegacyIdentity } from './legacy-identity.ts'
import { joinName } from './person-name.ts'

/** What a system may say of a person, by the Viewer field it is shown as. Null: nobody has said. */
export interface Facts {
  readonly email: string
  readonly emailVerified: boolean | null
  readonly displayName: string | null
  readonly firstName: string | null
  readonly lastName: string | null
  readonly imageUrl: string | null
  readonly company: string | null
  readonly role: string | null
  readonly isActive: boolean | null
  readonly signInMethod: string | null
  readonly connectedProviders: readonly string[] | null
  readonly twoFactorEnabled: boolean | null
  readonly promptAnalysisOptIn: boolean | null
  readonly createdAt: Date | null
  readonly updatedAt: Date | null
}

export type FactName = keyof Facts

/**
 * What the gateway may have written of an account, and no record says any more: a fact, the whole subscription with
 * what it has used and its windows, or whether the subscriptions end with their periods.
 */
export type WrittenFact = FactName | 'subscription' | 'cancelAtPeriodEnd'

/** One system's own word: a key that is absent was not said, null was said. */
export type Claims = { readonly [F in FactName]?: Facts[F] }

export const factNames = [
  'email',
  'emailVerified',
  'displayName',
  'firstName',
  'lastName',
  'imageUrl',
  'company',
  'role',
  'isActive',
  'signInMethod',
  'connectedProviders',
  'twoFactorEnabled',
  'promptAnalysisOptIn',
  'createdAt',
  'updatedAt',
] as const satisfies readonly FactName[]

/** The three names are one fact: who writes one settles all (contract, names). */
export const nameFacts = ['displayName', 'firstName', 'lastName'] as const satisfies readonly FactName[]

/** A stored pair always joins to the display name beside it. */
export function withDisplayName(claims: Claims): Claims {
  if (claims.firstName === undefined && claims.lastName === undefined) return claims
  const firstName = claims.firstName ?? ''
  const lastName = claims.lastName ?? ''
  const displayName = joinName(firstName, lastName) || null
  return displayName === null ? { ...claims, ...noName } : { ...claims, firstName, lastName, displayName }
}

/** What was written through the gateway is no longer any system's to say. */
export function withoutWritten(claims: Claims, written: readonly WrittenFact[]): Claims {
  return Object.fromEntries(Object.entries(claims).filter(([fact]) => !written.includes(fact as FactName)))
}

/**
 * The facts that govern the account: what was written through the gateway, else the first word of the systems in the
 * order they were linked; a later one fills only what is empty.
 */
export function governingFacts(
  current: Facts,
  written: readonly WrittenFact[],
  identities: readonly LegacyIdentity[],
): Facts {
  const claims = [...identities].sort((a, b) => a.ordinal - b.ordinal).map((one) => one.claims)
  const said = factNames.map((fact) => {
    if (written.includes(fact)) return [fact, current[fact]]
    return [fact, claims.map((own) => own[fact]).find((value) => !isEmpty(value)) ?? null]
  })
  const facts: Facts = { ...Object.fromEntries(said) }
  if (written.includes('displayName')) return facts
  const pair = claims.find((own) => typeof own.firstName === 'string' && own.displayName === facts.displayName)
  return { ...facts, firstName: pair?.firstName ?? null, lastName: pair?.lastName ?? null }
}

const noName = { firstName: null, lastName: null, displayName: null } as const

function isEmpty(value: Facts[FactName] | undefined): boolean {
  return value === undefined || value === null || (Array.isArray(value) && value.length === 0)
}
