/**
 * What a caller may be allowed to do, one line each. What it may do comes from here and never from the person's `role`
 * (contract, "One person, several systems").
 */
export const scopes = {
  'profile:read': 'Read the profile of the account the credentials stand for.',
  'profile:write': 'Change the profile of the account the credentials stand for.',
  'account:support': 'Look up and read any account, for people who help others.',
  'credits:write': 'Grant, hold, capture, release and consume credits of any account.',
  'usage:write': 'Record what any account has used.',
  'subscriptions:write': 'Set the subscription of any account.',
  'accounts:write': 'Create and delete accounts, verify their addresses, restrict them.',
  'schema:read': 'Introspect the graph where that is not open to everybody.',
} as const

export type Scope = keyof typeof scopes

/**
 * What is not done while requests cannot be counted for all gateways together: whoever holds such a scope moves money,
 * and a bound that holds for each gateway alone is none. Reading goes on, at a lower bound.
 */
export const countedScopes: ReadonlySet<string> = new Set<Scope>(['credits:write', 'subscriptions:write'])

/** What a token without a `scope` claim may do, and every API key. */
export const defaultScopes: ReadonlySet<string> = new Set<Scope>(['profile:read', 'profile:write'])

/** The most that a token of a further issuer may carry, whatever its `scope` claim says: power over oneself only. */
export const furtherIssuerScopes: ReadonlySet<string> = new Set<Scope>(['profile:read', 'profile:write'])
