import { ask, inWords, type LedgerUnderTest, type Operation } from './operations.ts'
import { contradicted, reckon } from './reckoning.ts'
import { run, type Workload } from './workload.ts'

/** What a run showed, and what of it must never be, by the promise it breaks. */
export interface Strain {
  readonly operations: number
  readonly refused: Readonly<Record<string, number>>
  readonly reads: number
  readonly wrong: {
    /** What clients were told while it went on. */
    readonly told: readonly string[]
    /** The answers against the rules, in one order. */
    readonly reckoned: readonly string[]
    /** What is shown in the end. */
    readonly shown: readonly string[]
    /** The journal against the tables. */
    readonly kept: readonly string[]
    /** The keys against what happened. */
    readonly keys: readonly string[]
  }
}

/** Puts a ledger under strain, and then asks it, its tables and the clients' own notes whether they agree. */
export async function strain(ledger: LedgerUnderTest, workload: Workload): Promise<Strain> {
  const { notes, wrong: told, reads } = await run(ledger, workload)
  const { models, wrong: reckoned } = reckon(workload.accounts, notes)
  const at = workload.clock?.now ?? new Date(0)
  const shown: string[] = []
  const look = async () => {
    for (const [account, model] of models) {
      shown.push(...contradicted(model, await ledger.readEverywhere(account), at))
    }
  }

  await look()
  // What has fallen due is in the tables with the next write.
  const settling = [...models.keys()].map((account) => ({ key: `settle ${account}`, account }))
  for (const { key, account } of settling) {
    const { refused } = await ask(ledger, key, micro(account))
    models.get(account)?.apply(micro(account), at, null)
    if (refused !== undefined) shown.push(`${account} cannot be settled: ${refused}`)
  }
  await look()
  for (const [account, model] of models) {
    const left = await ledger.grantsLeft(account)
    if (left !== null && inWords(left) !== inWords(model.grantsLeft(at))) {
      shown.push(`${account} has ${inWords(left)} instead of ${inWords(model.grantsLeft(at))}`)
    }
  }

  const done = notes.filter(({ outcome }) => outcome.refused === undefined).map(({ key }) => key)
  const refused: Record<string, number> = {}
  for (const { outcome } of notes) {
    if (outcome.refused !== undefined) refused[outcome.refused] = (refused[outcome.refused] ?? 0) + 1
  }
  const keys = unlike(await ledger.effects([...models.keys()]), [...done, ...settling.map(({ key }) => key)])
  return {
    operations: notes.length,
    refused,
    reads,
    wrong: { told, reckoned, shown, kept: await ledger.differences(), keys },
  }
}

/** The smallest thing that can be given. */
function micro(account: string): Operation {
  const plain = { pool: 'WALLET', kind: 'PAID', priority: 50, effectiveAt: null, expiresAt: null } as const
  return { verb: 'grant', account, amount: 1n, ...plain }
}

/** Keys with more effects, or fewer, than answers. */
function unlike(effects: readonly string[], answers: readonly string[]): string[] {
  const balance = new Map<string, number>()
  for (const key of effects) balance.set(key, (balance.get(key) ?? 0) + 1)
  for (const key of answers) balance.set(key, (balance.get(key) ?? 0) - 1)
  return [...balance].flatMap(([key, count]) =>
    count === 0
      ? []
      : [`${key}: ${Math.abs(count)} ${count > 0 ? 'more effects than answers' : 'answers without effect'}`],
  )
}
