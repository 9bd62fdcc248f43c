import { createReaders } from './actions/readers.ts'
import type { RequestContext } from './actions/request-context.ts'
import type { Authenticate } from './auth/authenticate.ts'
import type { Offers } from './domain/free-trial.ts'
import type { Store } from './store/store.ts'

export interface ContextPorts {
  readonly store: Store
  readonly authenticate: Authenticate
  readonly clock: () => Date
  readonly offers: Offers
}

/**
 * Opens one request: the clock is read once and the caller settled once, for whichever face.
 *
 * @throws Refusal UNAUTHENTICATED for bad credentials, UNAVAILABLE when they cannot be checked.
 */
export async function openContext(
  { store, authenticate, clock, offers }: ContextPorts,
  { headers }: Request,
  requestId: string,
  options: { readonly apiKeys: boolean } = { apiKeys: true },
): Promise<RequestContext> {
  const now = clock()
  const principal = await authenticate(headers, now, options)
  return { requestId, principal, now, offers, store, readers: createReaders(store) }
}
