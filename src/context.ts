import { createReaders, type Readers } from './actions/readers.ts'
import type { RequestContext } from './actions/request-context.ts'
import type { Authenticate } from './auth/authenticate.ts'
import type { Principal, Subject } from './auth/principal.ts'
import type { Offers } from './domain/free-trial.ts'
import { Refusal } from './domain/refusal.ts'
import type { Arrival } from './rates/arrival.ts'
import type { Party } from './rates/rates.ts'
import { senderOf } from './rates/sender.ts'
import { askedBy, type Store } from './store/store.ts'

export interface ContextPorts {
  readonly store: Store
  readonly authenticate: Authenticate
  readonly clock: () => Date
  readonly offers: Offers
  /** Proxies of ours in front: see `senderOf`. */
  readonly trustedProxies: number
}

/** What a request with refused credentials counts as: guessing is bound more tightly than asking. */
const guessCost = 5

/**
 * Opens one request: the clock is read once and the caller settled once, for whichever face.
 *
 * It is counted here, too: against its sender before anything is done for it, against the API key and the account once
 * the caller is known, and never by what a bound before has turned away (docs/rates.md).
 *
 * @throws Refusal UNAUTHENTICATED for bad credentials, RATE_LIMITED, UNAVAILABLE when the caller cannot be settled.
 */
export async function openContext(
  { store: shared, authenticate, clock, offers, trustedProxies }: ContextPorts,
  { headers }: Request,
  { requestId, from, tally, record }: Arrival,
  options: { readonly apiKeys: boolean } = { apiKeys: true },
): Promise<RequestContext> {
  const now = clock()
  const store = askedBy(shared, record)
  const sender = senderOf(from, headers, trustedProxies)
  const tooMany = sender === null ? null : await refusalOf(tally.count([{ policy: 'address', name: sender }], now))
  // Whoever else comes from its address, a service is let in: a token costs no look-up. A key would.
  const credentials = { apiKeys: options.apiKeys && tooMany === null, findApiKey: store.apiKey }
  const principal = await authenticate(headers, now, credentials).catch(async (error: unknown) => {
    if (tooMany !== null) throw tooMany
    if (error instanceof Refusal && error.details.rejected) await tally.charge(guessCost - 1)
    throw error
  })
  record.client = principal?.client ?? null
  if (tooMany !== null && principal?.subject.kind !== 'service') throw tooMany
  const readers = createReaders(store, now)
  if (principal !== null) {
    // All that a service does comes from one place: its own bound stands for the address's.
    if (principal.subject.kind === 'service') await tally.countNothing()
    await tally.count(await partiesOf(principal, readers), now)
  }
  const assertCounted = () => {
    if (!tally.isShared) throw uncounted()
  }
  record.opened = performance.now()
  return { requestId, principal, now, offers, assertCounted, store, readers }
}

async function refusalOf(counting: Promise<void>): Promise<Refusal | null> {
  try {
    await counting
    return null
  } catch (error) {
    if (error instanceof Refusal) return error
    throw error
  }
}

/** The narrower bound first: what it turns away is not taken from the wider one. */
async function partiesOf({ subject, keyId }: Principal, readers: Readers): Promise<Party[]> {
  if (subject.kind === 'service') return [{ policy: 'service', name: subject.name }]
  const account: Party = { policy: 'account', name: await nameOf(subject, readers) }
  return keyId === undefined ? [account] : [{ policy: 'api-key', name: keyId }, account]
}

/** One name for one account, whatever a token calls it; what a request then reads of it is not read twice. */
async function nameOf(subject: Exclude<Subject, { kind: 'service' }>, readers: Readers): Promise<string> {
  if (subject.kind === 'account') return subject.accountId
  const { system, legacyId } = subject
  return (await readers.accountId({ by: 'legacy', system, legacyId })) ?? `${system}:${legacyId}`
}

function uncounted(): Refusal {
  const message = 'This cannot be done right now: requests cannot be counted.'
  return new Refusal('UNAVAILABLE', message, { retryAfter: 1 })
}
