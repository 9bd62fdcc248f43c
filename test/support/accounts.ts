import type { GraphAnswer, TestApp } from './app.ts'

/** The mutations that make, change and delete accounts. */
export type AccountMutation = 'createAccount' | 'verifyEmail' | 'setRestriction' | 'deleteAccount'

type Input = Readonly<Record<string, unknown>>

/** What a test looks at of an account's wallet. */
const walletParts = `credits { hasUnseenGrants wallet { available held posted freeTrialPending }
  grants(pool: WALLET) { edges { node { kind amount { eur } expiresAt reason } } }
  history(pool: WALLET) { edges { node { kind source destination amount { eur } reason actor } } } }`

const parts = `accountId email emailVerified displayName firstName lastName imageUrl company promptAnalysisOptIn
  restriction referralCode createdAt updatedAt identities { system } subscription { id } ${walletParts}`

/** Makes, changes and deletes accounts through the front door, as a service does. */
export function accountsIn(app: TestApp) {
  async function ask(name: AccountMutation, input: Input): Promise<GraphAnswer> {
    const type = `${name[0]?.toUpperCase()}${name.slice(1)}Input`
    const shown = name === 'deleteAccount' ? 'deletedAccountId' : `account { ${parts} }`
    return app.query(
      `mutation ($input: ${type}!) { done: ${name}(input: $input) { ${shown} userErrors { field message code } } }`,
      await app.token('service:sign-up', ['accounts:write', 'account:support']),
      { input },
    )
  }

  /** The payload, whatever became of it. */
  async function act(name: AccountMutation, input: Input) {
    const { status, data, errors } = await ask(name, input)
    if (status !== 200 || errors || !data) throw new Error(`${name}: ${status} ${JSON.stringify(errors)}`)
    return data.done
  }

  /** The payload of what has to happen. */
  async function acted(name: AccountMutation, input: Input) {
    const payload = await act(name, input)
    if (payload.userErrors.length > 0) throw new Error(`${name}: ${JSON.stringify(payload.userErrors)}`)
    return payload
  }

  return {
    ask,
    act,
    create: async (input: Input) => (await acted('createAccount', input)).account,
    verify: async (account: Input) => (await acted('verifyEmail', { account })).account,
    restrict: async (account: Input, restriction: string | null) =>
      (await acted('setRestriction', { account, restriction })).account,
    remove: async (account: Input) => (await acted('deleteAccount', { account })).deletedAccountId,
    /** Why it was refused: the payload has nothing else. */
    refused: async (name: AccountMutation, input: Input) => (await act(name, input)).userErrors,
  }
}

/** Every row of every table as text, by table. */
export async function dumpOf({ database: { prisma } }: TestApp): Promise<Map<string, string[]>> {
  const tables = await prisma.$queryRaw<{ name: string }[]>`
    SELECT table_name AS name FROM information_schema.tables
    WHERE table_schema = current_schema() AND table_type = 'BASE TABLE' ORDER BY table_name`
  const every = tables.map(({ name }) => `SELECT '${name}' AS name, t::text AS row FROM "${name}" t`)
  const rows = await prisma.$queryRawUnsafe<{ name: string; row: string }[]>(
    `${every.join(' UNION ALL ')} ORDER BY 1, 2`,
  )
  const of = (name: string) => rows.flatMap((one) => (one.name === name ? [one.row] : []))
  return new Map(tables.map(({ name }) => [name, of(name)]))
}

/** The tables in which a text stands, in whatever case. */
export function tablesWith(dump: Map<string, string[]>, text: string): string[] {
  const sought = text.toLowerCase()
  return [...dump].flatMap(([table, rows]) => (rows.some((row) => row.toLowerCase().includes(sought)) ? [table] : []))
}
