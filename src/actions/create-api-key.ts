import { generateApiKey } from '../auth/api-key.ts'
import type { ApiKey } from '../domain/lists.ts'
import { assertRoomForApiKey } from '../domain/resources.ts'
import { insertApiKey } from '../store/api-keys.ts'
import { changeOwnAccount } from './change-own-account.ts'
import type { RequestContext } from './request-context.ts'

/** A key as it is told to whoever made it. */
export interface CreatedApiKey {
  readonly accountId: string
  readonly row: ApiKey
  /** The key itself: for its owner's eyes, once. It is kept nowhere and must reach no log. */
  readonly secret: string
}

/**
 * Makes a key that stands for the caller's account and works at once. The account's `updatedAt` stays: a key is no
 * part of the profile (our decision).
 *
 * @throws Refusal as `readViewer`; LIMIT_REACHED when an account allows no more; UNAVAILABLE while requests cannot be counted.
 */
export async function createApiKey(context: RequestContext, name: string | null): Promise<CreatedApiKey> {
  context.assertCounted()
  const { key: secret, sha256, lastFour } = generateApiKey()
  return changeOwnAccount(context, async (tx, { id: accountId, apiKeys }, at) => {
    assertRoomForApiKey(apiKeys)
    const row = await insertApiKey(tx, { accountId, name, sha256, lastFour, createdAt: at })
    return { accountId, row, secret }
  })
}
