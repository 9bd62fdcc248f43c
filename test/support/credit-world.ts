import type { TestApp } from './app.ts'
import { importingInto } from './importing.ts'
import type { Person } from './legacy-people.ts'
import { movementsIn } from './movements.ts'

/** A wallet with nothing in it, as account-profile tells it. */
export const noWallet = {
  balance_eur: '0.000000',
  held_eur: '0.000000',
  credit_limit_cents: 0,
  credits_expire_at: null,
}

/** People with credits, what moves them, and what there is to see afterwards. */
export function creditWorldIn(app: TestApp) {
  const importing = importingInto(app)
  const { person, viewer } = importing
  return {
    ...importing,
    ...movementsIn(app),

    /** Somebody with an empty wallet but for what is said of it. */
    holder: (wallet: Readonly<Record<string, unknown>> = {}): Promise<Person> =>
      person(['ACCOUNT_PROFILE'], { ACCOUNT_PROFILE: { ...noWallet, ...wallet } }),

    /** Somebody with 400 of 1000 monthly credits, 50 of 50 additional and 4200 permanent ones; billed on the 8th. */
    metered: (): Promise<Person> => person(['USERS_ME', 'USER_INFO']),

    walletOf: async (who: Person) =>
      (await viewer('credits { wallet { available held posted } }', who)).credits.wallet as {
        readonly [K in 'available' | 'held' | 'posted']: string
      },

    /** What is left: monthly, additional, permanent. */
    creditsOf: async (who: Person): Promise<[number, number, number]> => {
      const { credits } = await viewer('credits { monthly { remaining } additional { remaining } permanent }', who)
      return [credits.monthly.remaining, credits.additional.remaining, credits.permanent]
    },

    /** The whole journal of an account, oldest first. */
    journalOf: ({ accountId }: Person) =>
      app.database.prisma.ledgerEntry.findMany({ where: { accountId }, orderBy: { sequence: 'asc' } }),
  }
}
