import type { Account } from '../domain/account.ts'
import type { IssuedGrant } from '../domain/books.ts'
import type { Pool } from '../domain/credits.ts'
import { emailKey } from '../domain/email-address.ts'
import { type Facts, factNames } from '../domain/facts.ts'
import type { LedgerChange } from '../domain/ledger.ts'
import type { LegacyIdentity } from '../domain/legacy-identity.ts'
import type { SubscriptionRecord } from '../domain/subscription.ts'
import { claimsToJson } from './account-row.ts'
import type { Queryable } from './accounts.ts'
import type { Prisma } from './client/client.ts'
import { poolColumns, writeLedger } from './ledger.ts'

/** An account a record was laid upon, with the record beside it. */
export interface RecordedAccount {
  readonly account: Account
  readonly ledger: LedgerChange
  readonly identity: LegacyIdentity
  /** Nobody told its referral code: it was made up here. */
  readonly isReferralCodeGenerated: boolean
  /** The record to the byte, and what of it the model cannot hold. */
  readonly raw: string
  readonly residual: Readonly<Record<string, unknown>>
  readonly importedAt: Date
}

/** What is known of an incoming record: whose it is already, and whose its address is. */
export interface RecordOwner {
  readonly accountId: string | null
  readonly raw: string | null
  /** When what it says was last laid upon the account. */
  readonly importedAt: Date | null
  readonly emailAccountId: string | null
  /** Whose record of the same system says that address, when it is another record. */
  readonly claimantId: string | null
}

export interface RecordKey {
  readonly system: string
  readonly legacyId: string
  readonly email: string
}

interface KnownRecord {
  readonly system: string
  readonly legacyId: string
  readonly accountId: string
  readonly raw: string
  readonly importedAt: Date
}

/** The owners of a chunk of records, in three statements. */
export async function findRecordOwners(
  db: Queryable,
  keys: readonly RecordKey[],
): Promise<(key: RecordKey) => RecordOwner> {
  const identities = await db.$queryRaw<KnownRecord[]>`
    SELECT i.system, i.legacy_id AS "legacyId", i.account_id AS "accountId", i.record AS raw, i.imported_at AS "importedAt"
    FROM legacy_identities i
    JOIN unnest(${keys.map(({ system }) => system)}::text[], ${keys.map(({ legacyId }) => legacyId)}::text[])
      AS asked(system, legacy_id) ON asked.system = i.system AND asked.legacy_id = i.legacy_id`
  const addresses = await db.$queryRaw<{ id: string; key: string }[]>`
    SELECT a.id, a.email_key AS key FROM accounts a WHERE a.email_key = ANY(${keys.map(({ email }) => emailKey(email))}::text[])`
  const claimants = await db.$queryRaw<{ system: string; legacyId: string; key: string; accountId: string }[]>`
    SELECT i.system, i.legacy_id AS "legacyId", i.email_key AS key, i.account_id AS "accountId" FROM legacy_identities i
    JOIN accounts a ON a.id = i.account_id AND NOT 'email' = ANY(a.written_facts)
    JOIN unnest(${keys.map(({ system }) => system)}::text[], ${keys.map(({ email }) => emailKey(email))}::text[])
      AS asked(system, key) ON asked.system = i.system AND asked.key = i.email_key`
  const known = new Map(identities.map((one) => [`${one.system} ${one.legacyId}`, one]))
  const taken = new Map(addresses.map(({ id, key }) => [key, id]))
  return ({ system, legacyId, email }) => {
    const own = known.get(`${system} ${legacyId}`)
    const isAnother = (one: (typeof claimants)[number]) =>
      one.system === system && one.key === emailKey(email) && one.legacyId !== legacyId
    return {
      accountId: own?.accountId ?? null,
      raw: own?.raw ?? null,
      importedAt: own?.importedAt ?? null,
      emailAccountId: taken.get(emailKey(email)) ?? null,
      claimantId: claimants.find(isAnother)?.accountId ?? null,
    }
  }
}

/** Writes new accounts, a handful of statements however many there are. */
export async function insertAccounts(tx: Prisma.TransactionClient, opened: readonly RecordedAccount[]): Promise<void> {
  const accounts = opened.map(({ account }) => account)
  await tx.account.createMany({
    data: accounts.map((account) => ({
      ...accountColumns(account),
      id: account.id,
      recordedAt: account.recordedAt,
    })),
  })
  await tx.legacyIdentity.createMany({ data: opened.map(identityColumns) })
  await tx.referralCode.createMany({
    data: opened.map(({ account, isReferralCodeGenerated }) => ({
      code: account.referralCode,
      accountId: account.id,
      generated: isReferralCodeGenerated,
    })),
  })
  await tx.subscription.createMany({
    data: accounts.flatMap((one) => one.subscriptions.map(subscriptionColumns(one.id))),
  })
  await tx.$executeRaw`UPDATE accounts a SET governing_subscription_id = g.subscription
    FROM unnest(${accounts.map(({ id }) => id)}::uuid[],
      ${accounts.map(({ governingSubscriptionId }) => governingSubscriptionId)}::uuid[]) AS g(account, subscription)
    WHERE a.id = g.account AND g.subscription IS NOT NULL`
  await tx.usageCounter.createMany({ data: accounts.flatMap(usageColumns) })
  const moved = opened.map(({ account, ledger }) => ({ accountId: account.id, ...ledger }))
  await tx.creditPool.createMany({
    data: moved.flatMap(({ accountId, pools, at }) => pools.map((pool) => ({ accountId, ...poolColumns(pool, at) }))),
  })
  await tx.creditGrant.createMany({
    data: moved.flatMap(({ accountId, pools, issued }) =>
      pools.flatMap((pool) => grantColumns(accountId, pool, issued)),
    ),
  })
  const holds = moved.flatMap(({ accountId, opened }) => opened.map((hold) => ({ accountId, ...hold })))
  await tx.creditHold.createMany({
    data: holds.map(({ allocations, ...hold }) => ({ ...hold, pools: [...hold.pools], state: 'OPEN' as const })),
  })
  await tx.holdAllocation.createMany({
    data: holds.flatMap(({ id, allocations }) => allocations.map((one) => ({ holdId: id, ...one }))),
  })
  await tx.ledgerEntry.createMany({
    data: moved.flatMap(({ accountId, entries }) => entries.map((entry) => ({ accountId, ...entry }))),
  })
}

/** Writes what a record changed of an account that was there before. The account's row is locked by the caller. */
export async function saveAccount(
  tx: Prisma.TransactionClient,
  before: Account,
  after: RecordedAccount,
): Promise<void> {
  const { account, ledger, identity } = after
  const accountId = account.id
  const identityRow = identityColumns(after)
  await tx.legacyIdentity.upsert({ where: { id: identity.id }, create: identityRow, update: identityRow })
  if (account.referralCode !== before.referralCode) {
    await tx.referralCode.deleteMany({ where: { accountId, generated: false } })
    // A record may bring back the very code that was generated here; that one stays what it is, to go on finding it.
    const own = await tx.referralCode.count({ where: { accountId, code: account.referralCode } })
    if (own === 0) await tx.referralCode.create({ data: { code: account.referralCode, accountId, generated: false } })
  }
  for (const subscription of account.subscriptions) {
    const row = subscriptionColumns(accountId)(subscription)
    await tx.subscription.upsert({ where: { id: row.id }, create: row, update: row })
  }
  const gone = before.subscriptions.filter(({ id }) => !account.subscriptions.some((one) => one.id === id))
  await tx.subscription.deleteMany({ where: { id: { in: gone.map(({ id }) => id) } } })
  await tx.account.update({
    where: { id: accountId },
    data: { ...accountColumns(account), governingSubscriptionId: account.governingSubscriptionId },
  })
  for (const { used, periodEnd, ...key } of usageColumns(account)) {
    const create = { ...key, used, periodEnd }
    await tx.usageCounter.upsert({ where: { accountId_meter_periodStart: key }, create, update: { used, periodEnd } })
  }
  await writeLedger(tx, accountId, before.pools, ledger)
}

/** Facts have the names of their columns. */
export function accountColumns(account: Account) {
  const facts = Object.fromEntries(factNames.map((fact) => [fact, account[fact]])) as unknown as Facts
  return {
    ...facts,
    connectedProviders: [...(facts.connectedProviders ?? [])],
    emailKey: emailKey(account.email),
    creditNotice: account.creditNotice,
    writtenFacts: [...account.writtenFacts],
    agentBaseline: big(account.agents.baseline),
    apiKeyBaseline: big(account.apiKeys.baseline),
    apiKeyLastFour: account.apiKeys.lastFour,
    ledgerSequence: account.ledgerSequence,
  }
}

function identityColumns({ account, identity, raw, residual, importedAt }: RecordedAccount) {
  const { id, system, legacyId, ordinal, linkedAt } = identity
  const claims = claimsToJson(identity.claims) as Prisma.InputJsonObject
  const kept = residual as Prisma.InputJsonObject
  return {
    id,
    accountId: account.id,
    system,
    legacyId,
    ordinal,
    claims,
    emailKey: identity.claims.email === undefined ? null : emailKey(identity.claims.email),
    residual: kept,
    record: raw,
    linkedAt,
    importedAt,
  }
}

function subscriptionColumns(accountId: string) {
  return ({ overrides, ...subscription }: SubscriptionRecord) => ({
    ...subscription,
    accountId,
    overrides: overrides as Prisma.InputJsonObject,
  })
}

function usageColumns(account: Account) {
  return account.usage.map(({ used, ...count }) => ({ ...count, accountId: account.id, used: BigInt(used) }))
}

function grantColumns(accountId: string, { kind, grants }: Pool, issued: readonly IssuedGrant[]) {
  return grants.map((grant) => {
    const issue = issued.find(({ id }) => id === grant.id)
    if (issue === undefined) throw new Error('A new account has no grants but those it was opened with.')
    const { at, isSeen, ...remark } = issue
    return { ...grant, ...remark, accountId, pool: kind, seenAt: isSeen ? at : null, createdAt: at }
  })
}

function big(count: number | null): bigint | null {
  return count === null ? null : BigInt(count)
}
