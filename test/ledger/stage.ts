import { openDatabase } from '../../src/store/database.ts'
import { createTestApp, type TestApp } from '../support/app.ts'
import { createTestDatabase } from '../support/database.ts'
import { importPerson } from '../support/legacy-people.ts'
import { type FrontDoor, gatewayLedger, type Tokens } from './gateway-ledger.ts'
import type { Opening } from './model.ts'
import type { LedgerUnderTest } from './operations.ts'

const nothing = { limit: 0n, lots: [], owed: 0n, windows: {}, hold: null }

/**
 * Three people as different as can be: with an imported grant that ends, with two windows, and beneath the credit
 * limit. What their imported bodies say is said here once more, as the model needs it.
 */
export async function threeAccounts(app: TestApp, firstNumber: number): Promise<Opening[]> {
  return [await debtor(app, firstNumber), await metered(app, firstNumber + 1), await overdrawn(app, firstNumber + 2)]
}

/** 13 EUR, half of one held since before, and 5 EUR of credit. */
export async function debtor(app: TestApp, number: number, expires = '2026-12-01T00:00:00Z'): Promise<Opening> {
  const records = { ACCOUNT_PROFILE: { credits_expire_at: expires } }
  const { accountId: account } = await importPerson(app, number, ['ACCOUNT_PROFILE'], records)
  return {
    ...nothing,
    account,
    at: app.clock.now,
    limit: 5_000_000n,
    lots: [{ pool: 'WALLET', amount: 13_000_000n, until: new Date(expires) }],
    hold: { id: await importedHold(app, account), amount: 500_000n },
  }
}

/** 400 of 1000 monthly credits, and 50 additional ones. */
async function metered(app: TestApp, number: number): Promise<Opening> {
  const { accountId: account } = await importPerson(app, number, ['USER_INFO'])
  return {
    ...nothing,
    account,
    at: app.clock.now,
    lots: [
      { pool: 'MONTHLY', amount: 400n, until: null },
      { pool: 'ADDITIONAL', amount: 50n, until: null },
    ],
    windows: { MONTHLY: 1000n, ADDITIONAL: 50n },
  }
}

/** 8 EUR below nought with 5 EUR of credit, 6.50 of it held: more than the limit gives. And 4200 permanent credits. */
export async function overdrawn(app: TestApp, number: number): Promise<Opening> {
  const wallet = { balance_eur: '-8.000000', held_eur: '6.500000', credits_expire_at: null }
  const records = { ACCOUNT_PROFILE: wallet }
  const { accountId: account } = await importPerson(app, number, ['ACCOUNT_PROFILE', 'USERS_ME'], records)
  return {
    ...nothing,
    account,
    at: app.clock.now,
    limit: 5_000_000n,
    lots: [{ pool: 'PERMANENT', amount: 4200n, until: null }],
    owed: 1_500_000n,
    hold: { id: await importedHold(app, account), amount: 6_500_000n },
  }
}

async function importedHold(app: TestApp, id: string): Promise<string> {
  const text = `query ($id: UUID!) { account(by: { accountId: $id }) { credits { holds { edges { node { id } } } } } }`
  const { data } = await app.query(text, await app.token('service:desk', ['account:support']), { id })
  return data.account.credits.holds.edges[0].node.id
}

/** The app on a server of its own, with as many connections as a busy gateway has. */
export async function createBusyApp(): Promise<TestApp> {
  const { url, drop } = await createTestDatabase('template')
  const database = await openDatabase({ url, dataDir: '', poolSize: 16 })
  const app = await createTestApp({}, { database })
  return {
    ...app,
    close: async () => {
      await app.close()
      await drop()
    },
  }
}

/** The app's ledger, behind its front door. */
export function ledgerOf(
  app: TestApp,
  accounts: readonly string[],
  fetch: FrontDoor['fetch'] = app.fetch,
): LedgerUnderTest {
  return gatewayLedger({ fetch, prisma: app.database.prisma, tokens: tokensOf(app, accounts) })
}

/** Tokens of the hour: minted anew whenever the clock has been moved. */
function tokensOf(app: TestApp, accounts: readonly string[]): () => Promise<Tokens> {
  let minted: { readonly at: Date; readonly tokens: Promise<Tokens> } | null = null
  const mint = async (): Promise<Tokens> => {
    const own = new Map(
      await Promise.all(accounts.map(async (account) => [account, await app.token(account)] as const)),
    )
    return {
      writer: await app.token('service:biller', ['credits:write']),
      support: await app.token('service:desk', ['account:support']),
      own: (account) => own.get(account) ?? '',
    }
  }
  return () => {
    if (minted?.at !== app.clock.now) minted = { at: app.clock.now, tokens: mint() }
    return minted.tokens
  }
}
