import { isDeepStrictEqual } from 'node:util'
import type { Account } from '../domain/account.ts'
import { emailKey } from '../domain/email-address.ts'
import { withoutWritten } from '../domain/facts.ts'
import { applyRecord, blankAccount, type EarlierRecord, type LegacyRecord } from '../domain/legacy-record.ts'
import { generateReferralCode } from '../domain/referral-code.ts'
import { Refusal } from '../domain/refusal.ts'
import type { Statement, ViewerPath } from '../domain/viewer-path.ts'
import { lockAccount } from '../store/accounts.ts'
import type { Prisma, PrismaClient } from '../store/client/client.ts'
import {
  findRecordOwners,
  insertAccounts,
  type RecordedAccount,
  type RecordOwner,
  saveAccount,
} from '../store/records.ts'
import { isUniqueViolation } from '../store/violation.ts'

/** One record on its way in. */
export interface IncomingRecord {
  readonly record: LegacyRecord
  /** To the byte. */
  readonly raw: string
  /** What the model cannot hold of it, by its place in the record. */
  readonly residual: Readonly<Record<string, unknown>>
}

export interface ImportOptions {
  /** The instant the records are true at. */
  readonly now: Date
  /** Lay a record upon the account that has its address already. Otherwise that is a collision. */
  readonly linkByEmail: boolean
  readonly newId: () => string
  /** For accounts whose id must be known beforehand, such as the demo people's. */
  readonly newAccountId?: () => string
  /** What the raw record of an earlier import said. */
  readonly statementOf: (system: string, raw: string) => Statement
}

export type ImportOutcome =
  | { readonly status: 'created' | 'linked' | 'changed' | 'unchanged' }
  | { readonly status: 'refused'; readonly field: ViewerPath; readonly message: string }

type Database = PrismaClient | Prisma.TransactionClient

/**
 * Imports a chunk of records, each whole or not at all, and says of each what became of it. The same record again is
 * no change; a changed one replaces what was not written through the gateway since; nothing is merged unless asked.
 */
export async function importRecords(
  db: Database,
  incoming: readonly IncomingRecord[],
  options: ImportOptions,
): Promise<ImportOutcome[]> {
  const ownerOf = await findRecordOwners(
    db,
    incoming.map(({ record }) => keyOf(record)),
  )
  const outcomes: ImportOutcome[] = []
  const claimed = new Set<string>()
  // New accounts share their statements, as far as the order of the records allows.
  let fresh: IncomingRecord[] = []
  const settle = async () => {
    outcomes.push(...(await createTogether(db, fresh, options)))
    fresh = []
  }
  for (const one of incoming) {
    const key = keyOf(one.record)
    const owner = ownerOf(key)
    const marks = [`id ${key.legacyId}`, `email ${emailKey(key.email)}`]
    const isFresh = owner.accountId === null && owner.emailAccountId === null && owner.claimantId === null
    if (isFresh && !marks.some((mark) => claimed.has(mark))) fresh.push(one)
    else {
      await settle()
      outcomes.push(owner.raw === one.raw ? { status: 'unchanged' } : await importAlone(db, one, options))
    }
    for (const mark of marks) claimed.add(mark)
  }
  await settle()
  return outcomes
}

/** If one spoils the lot, each is tried by itself. */
async function createTogether(
  db: Database,
  fresh: readonly IncomingRecord[],
  options: ImportOptions,
): Promise<ImportOutcome[]> {
  if (fresh.length === 0) return []
  const opened = fresh.map((one) => opening(one, options))
  try {
    await db.$transaction((tx) => insertAccounts(tx, opened), patience)
    return fresh.map(() => ({ status: 'created' }))
  } catch (error) {
    if (!isUniqueViolation(error)) throw error
  }
  const outcomes: ImportOutcome[] = []
  for (const one of fresh) outcomes.push(await importAlone(db, one, options))
  return outcomes
}

async function importAlone(db: Database, incoming: IncomingRecord, options: ImportOptions): Promise<ImportOutcome> {
  try {
    return await db.$transaction(async (tx) => {
      const key = keyOf(incoming.record)
      const owner = (await findRecordOwners(tx, [key]))(key)
      const accountId = owner.accountId ?? owner.emailAccountId
      if (owner.claimantId !== null && owner.claimantId !== accountId) {
        return refused('email', `belongs to another record of ${key.system}`)
      }
      if (accountId === null) {
        await insertAccounts(tx, [opening(incoming, options)])
        return { status: 'created' }
      }
      const account = await lockAccount(tx, accountId)
      if (account === null) throw new Error('An account vanished while a record was laid upon it.')
      return owner.accountId === null
        ? link(tx, account, incoming, options)
        : replace(tx, account, owner, incoming, options)
    }, patience)
  } catch (error) {
    if (isUniqueViolation(error, 'ReferralCode')) return refused('referralCode', 'belongs to another account')
    if (isUniqueViolation(error)) return refused('email', 'was given to another account meanwhile')
    throw error
  }
}

async function link(
  tx: Prisma.TransactionClient,
  account: Account,
  incoming: IncomingRecord,
  options: ImportOptions,
): Promise<ImportOutcome> {
  const { system, statement } = incoming.record
  const systems = account.identities.map((identity) => identity.system)
  if (systems.includes(system)) return refused('email', `belongs to another record of ${system}`)
  if (!options.linkByEmail) {
    const where = systems.length > 0 ? `of ${systems.join(', ')}` : 'made here'
    return refused('email', `belongs to an account ${where}; it is linked only when asked to (--link email)`)
  }
  if (statement.emailVerified === false || isUnverified(account)) {
    return refused('email', 'is unverified on one side: such records are never linked')
  }
  await saveAccount(tx, account, laid(account, incoming, null, options))
  return { status: 'linked' }
}

async function replace(
  tx: Prisma.TransactionClient,
  account: Account,
  { raw, importedAt, emailAccountId }: RecordOwner,
  incoming: IncomingRecord,
  options: ImportOptions,
): Promise<ImportOutcome> {
  if (raw === null || importedAt === null) throw new Error('An identity has its record.')
  if (raw === incoming.raw) return { status: 'unchanged' }
  const statement = options.statementOf(incoming.record.system, raw)
  const isSame = isDeepStrictEqual(statement, incoming.record.statement)
  // An address that was written here since is not the record's to claim any more.
  const isClaimed = emailAccountId !== null && emailAccountId !== account.id && !account.writtenFacts.includes('email')
  if (isClaimed && !isSame) return refused('email', 'belongs to another account')
  const { importedAt: now, ...applied } = laid(account, incoming, { statement, importedAt }, options)
  await saveAccount(tx, account, { ...applied, importedAt: isSame ? importedAt : now })
  return { status: isSame ? 'unchanged' : 'changed' }
}

/** One word against the address is enough: it may be somebody else's. */
function isUnverified(account: Account): boolean {
  const words = account.identities.map(({ claims }) => withoutWritten(claims, account.writtenFacts).emailVerified)
  return [account.emailVerified, ...words].includes(false)
}

function opening(incoming: IncomingRecord, options: ImportOptions): RecordedAccount {
  const blank = blankAccount(
    (options.newAccountId ?? options.newId)(),
    addressOf(incoming.record),
    generateReferralCode(),
    options.now,
  )
  return laid(blank, incoming, null, options)
}

function laid(
  account: Account,
  { record, raw, residual }: IncomingRecord,
  earlier: EarlierRecord | null,
  { now, newId }: ImportOptions,
): RecordedAccount {
  const applied = applyRecord(account, record, earlier, { now, newId })
  const identity = applied.account.identities.find(({ system }) => system === record.system)
  if (!identity) throw new Error('A record leaves its identity.')
  const isReferralCodeGenerated = record.statement.referralCode === undefined
  return { ...applied, identity, isReferralCodeGenerated, raw, residual, importedAt: now }
}

/** Every shape demands an address; the domain's statement does not know that. */
function addressOf({ statement }: LegacyRecord): string {
  if (statement.email === undefined) throw new Refusal('INVALID', 'email: is missing')
  return statement.email
}

function keyOf(record: LegacyRecord) {
  return { system: record.system, legacyId: record.legacyId, email: addressOf(record) }
}

function refused(field: ViewerPath, message: string): ImportOutcome {
  return { status: 'refused', field, message }
}

/** A chunk may take a while behind other writers; Prisma's own bound is five seconds. */
const patience = { timeout: 60_000, maxWait: 30_000 }
