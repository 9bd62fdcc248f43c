import type { Account } from '../domain/account.ts'
import { type Explained, type Explanation, explanationOf } from '../domain/explanation.ts'
import { billingOf, poolOf } from '../domain/viewer.ts'
import type { RequestContext } from './request-context.ts'

/** An account's number explained, as it is at the request's instant; its movements in the journal are a page of it. */
export interface AccountExplanation extends Explanation {
  readonly account: Account
}

/** The caller has been let see the account already. */
export function readExplanation(
  { now }: RequestContext,
  account: Account,
  { pool, balance }: Explained,
): AccountExplanation {
  return { account, ...explanationOf(poolOf(account, pool), balance, billingOf(account), now) }
}
