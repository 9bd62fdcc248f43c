import type { Scope } from '../../src/auth/scope.ts'
import type { GraphAnswer, TestApp } from './app.ts'

const account = { email: 'person-1@example.com' }
const movement = { account, idempotencyKey: 'k', amount: { eur: '1' } }

/** The scope every mutation needs, and an input (null: it takes none) that nothing is wrong with but who sends it. */
const table: Readonly<Record<string, readonly [Scope, Readonly<Record<string, unknown>> | null]>> = {
  archiveAgent: ['profile:write', { id: 'x' }],
  cancelSubscription: ['profile:write', null],
  createAgent: ['profile:write', { name: 'x' }],
  createApiKey: ['profile:write', { name: 'x' }],
  dismissCreditNotice: ['profile:write', null],
  renameAgent: ['profile:write', { id: 'x', name: 'x' }],
  resumeSubscription: ['profile:write', null],
  revokeApiKey: ['profile:write', { id: 'x' }],
  updateProfile: ['profile:write', { displayName: 'x' }],
  grantCredits: ['credits:write', { ...movement, pool: 'WALLET', kind: 'PAID' }],
  holdCredits: ['credits:write', { ...movement, ttlSeconds: 60 }],
  consumeCredits: ['credits:write', movement],
  captureHold: ['credits:write', { holdId: 'x', idempotencyKey: 'k' }],
  releaseHold: ['credits:write', { holdId: 'x', idempotencyKey: 'k' }],
  recordUsage: ['usage:write', { account, events: [{ id: 'e', meter: 'SPANS', quantity: 1 }] }],
  setSubscription: ['subscriptions:write', { account, plan: 'PRO' }],
  createAccount: ['accounts:write', { email: 'new@example.com' }],
  verifyEmail: ['accounts:write', { account }],
  setRestriction: ['accounts:write', { account, restriction: null }],
  deleteAccount: ['accounts:write', { account }],
}

/** One row of the table. */
export interface MutationRow {
  readonly name: string
  readonly scope: Scope
  readonly input: Readonly<Record<string, unknown>> | null
}

/** Every mutation of the schema: a test counts them. */
export const mutationRows: readonly MutationRow[] = Object.entries(table).map(([name, [scope, input]]) => ({
  name,
  scope,
  input,
}))

/** A mutation as a request asks for it: the document and its variables. */
export function mutationRequest({ name, input }: MutationRow, changes: object = {}) {
  const type = `${name[0]?.toUpperCase()}${name.slice(1)}Input!`
  const [variables, args] = input === null ? ['', ''] : [`($input: ${type})`, '(input: $input)']
  return {
    query: `mutation ${variables} { ${name}${args} { userErrors { field message code } } }`,
    variables: input === null ? {} : { input: { ...input, ...changes } },
  }
}

export async function callMutation(app: TestApp, row: MutationRow, token: string | null): Promise<GraphAnswer> {
  const { query, variables } = mutationRequest(row)
  return app.query(query, token, variables)
}
