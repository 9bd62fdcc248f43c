import { randomUUID } from 'node:crypto'
import type { GraphAnswer, TestApp } from './app.ts'

/** The mutations that move credits, with the type of their input. */
const movements = {
  grantCredits: { input: 'GrantCreditsInput', subject: 'grant' },
  holdCredits: { input: 'HoldCreditsInput', subject: 'hold' },
  captureHold: { input: 'CaptureHoldInput', subject: 'hold' },
  releaseHold: { input: 'ReleaseHoldInput', subject: 'hold' },
  consumeCredits: { input: 'ConsumeCreditsInput', subject: null },
} as const
export type MovementName = keyof typeof movements
export const movementNames = Object.keys(movements) as MovementName[]

const amounts = '{ eur credits }'
const subjects = {
  grant: `grant { id pool kind amount ${amounts} remaining ${amounts} held ${amounts} priority effectiveAt expiresAt
    seenAt reason reference createdAt }`,
  hold: `hold { id pools state amount ${amounts} captured ${amounts} expiresAt endedAt reason reference createdAt }`,
}
const entries = `entries { id pool kind source destination amount ${amounts} availableAfter ${amounts} reason reference
  actor occurredAt }`

type Whose = { readonly accountId: string }
type Input = Readonly<Record<string, unknown>>

// biome-ignore lint/suspicious/noExplicitAny: answers are looked into as they come.
export type Payload = any

/** Moves credits through the front door, as a service does. */
export function movementsIn(app: TestApp) {
  /** The whole answer; without a key of its own the request gets a new one. */
  async function ask(name: MovementName, input: Input, service = 'billing', selection?: string): Promise<GraphAnswer> {
    const { input: type, subject } = movements[name]
    const shown =
      selection ?? `${subject === null ? '' : subjects[subject]} ${entries} userErrors { field message code }`
    return app.query(
      `mutation ($input: ${type}!) { ${name}(input: $input) { ${shown} } }`,
      await app.token(`service:${service}`, ['credits:write', 'account:support']),
      { input: { idempotencyKey: randomUUID(), ...input } },
    )
  }

  /** The payload, whatever became of it. */
  async function move(name: MovementName, input: Input, service?: string): Promise<Payload> {
    const { status, data, errors } = await ask(name, input, service)
    if (status !== 200 || errors || !data) throw new Error(`${name}: ${status} ${JSON.stringify(errors)}`)
    return data[name]
  }

  /** The payload of what has to happen. */
  async function moved(name: MovementName, input: Input, service?: string): Promise<Payload> {
    const payload = await move(name, input, service)
    if (payload.userErrors.length > 0) throw new Error(`${name}: ${JSON.stringify(payload.userErrors)}`)
    return payload
  }

  const of = ({ accountId }: Whose) => ({ account: { accountId } })
  return {
    ask,
    move,
    moved,
    of,

    /** Why it was refused: the codes. */
    refused: async (name: MovementName, input: Input, service?: string): Promise<string[]> =>
      (await move(name, input, service)).userErrors.map(({ code }: { code: string }) => code),

    grant: async (who: Whose, pool: string, amount: Input, more: Input = {}): Promise<Payload> =>
      (await moved('grantCredits', { ...of(who), pool, amount, kind: 'PROMOTIONAL', ...more })).grant,

    hold: async (who: Whose, amount: Input, more: Input = {}): Promise<Payload> =>
      (await moved('holdCredits', { ...of(who), amount, ...more })).hold,

    capture: async (hold: { readonly id: string }, amount?: Input): Promise<Payload> =>
      (await moved('captureHold', { holdId: hold.id, ...(amount && { amount }) })).hold,

    release: async (hold: { readonly id: string }): Promise<Payload> =>
      (await moved('releaseHold', { holdId: hold.id })).hold,

    consume: async (who: Whose, amount: Input, more: Input = {}): Promise<Payload> =>
      (await moved('consumeCredits', { ...of(who), amount, ...more })).entries,
  }
}

interface ShownAmount {
  readonly eur: string | null
  readonly credits: number | null
}

/** An amount as its one unit says it. */
export function amountIn({ eur, credits }: ShownAmount): string | number | null {
  return eur ?? credits
}

/** Entries in short: pool, kind, way, amount, and what was available then. */
export function told(entries: readonly Payload[]) {
  return entries.map(({ pool, kind, source, destination, amount, availableAfter }) => [
    pool,
    kind,
    `${source} → ${destination}`,
    amountIn(amount),
    amountIn(availableAfter),
  ])
}
