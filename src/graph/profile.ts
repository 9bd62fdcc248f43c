import type { Account } from '../domain/account.ts'
import { type Viewer, viewerOf } from '../domain/viewer.ts'

/** What stands behind the graph's Viewer and its parts: the account, and what it looks like at the request's instant. */
export interface Profile {
  readonly account: Account
  readonly viewer: Viewer
}

export function profileOf(account: Account, now: Date): Profile {
  return { account, viewer: viewerOf(account, now) }
}
