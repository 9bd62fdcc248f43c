import type { Account } from '../domain/account.ts'
import { readAccounts } from '../store/accounts.ts'
import type { PrismaClient } from '../store/client/client.ts'
import { readIdentityPage } from '../store/identities.ts'

/** The accounts one system knows, in the order they were imported, a page at a time. */
export async function* exportAccounts(prisma: PrismaClient, system: string): AsyncGenerator<Account> {
  let after = 0n
  for (;;) {
    const page = await readIdentityPage(prisma, system, after)
    const last = page.at(-1)
    if (last === undefined) return
    const accounts = await readAccounts(
      prisma,
      page.map(({ accountId }) => accountId),
    )
    for (const { accountId } of page) {
      const account = accounts.get(accountId)
      if (account) yield account
    }
    after = last.sequence
  }
}
