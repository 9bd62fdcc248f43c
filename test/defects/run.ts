import { availableParallelism } from 'node:os'
import { type Defect, defects } from './defects.ts'
import { copyGateway, type GatewayCopy, misfitOf } from './gateway-copy.ts'

/**
 * Seeds one defect after the other into a copy of the gateway and runs the tests that have to notice. Words on the
 * command line choose defects by their names. Exits 1 when fewer than 95 % are caught, when the undamaged gateway does
 * not pass, or when a defect does not fit the sources any more.
 */
const leastCaught = 0.95

const words = process.argv.slice(2)
const chosen = words.length === 0 ? defects : defects.filter(({ name }) => words.some((word) => name.includes(word)))

interface Verdict {
  readonly defect: Defect
  /** The test that noticed; null: none did. */
  readonly by: string | null
  /** Why that shows nothing. */
  readonly trouble: string | null
  readonly seconds: number
}

for (const defect of chosen) {
  const misfit = await misfitOf(defect)
  if (misfit !== null) fail(`“${defect.name}” cannot be seeded: ${misfit}.`)
}
if (chosen.length === 0) fail('No defect has such a name.')

const started = Date.now()
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1))
const copies = await Promise.all(Array.from({ length: Math.min(2, availableParallelism()) }, copyGateway))
await control(copies)
const verdicts = await judged(copies)
console.table(verdicts.map(({ defect, by, seconds }) => ({ defect: defect.name, 'caught by': by ?? '—', s: seconds })))
const caught = verdicts.filter(({ by }) => by !== null).length
const minutes = ((Date.now() - started) / 60_000).toFixed(1)
console.log(`${caught} of ${verdicts.length} defects are caught; ${minutes} minutes.`)
if (caught < leastCaught * verdicts.length) process.exitCode = 1

/** Every test that is to notice something passes while there is nothing to notice. */
async function control(copies: readonly GatewayCopy[]): Promise<void> {
  const files = [...new Set(chosen.flatMap(({ tests }) => tests))]
  await shared(copies, files, async (copy, file) => {
    const only = chosen.filter(({ tests }) => tests.includes(file)).map((defect) => defect.only)
    const pattern = only.includes(undefined) ? undefined : only.join('|')
    const { passed, failed, trouble } = await copy.run([file], pattern)
    if (failed.length > 0 || trouble !== null || passed === 0) {
      fail(`Without any defect ${file} fails: ${failed[0] ?? trouble ?? 'no test ran'}`)
    }
    console.log(`  control  ${file}: ${passed} pass`)
  })
}

async function judged(copies: readonly GatewayCopy[]): Promise<Verdict[]> {
  const verdicts: Verdict[] = []
  await shared(copies, chosen, async (copy, defect) => {
    const begun = Date.now()
    const { failed, trouble } = await copy.runDamaged(defect)
    const verdict = { defect, by: failed[0] ?? null, trouble, seconds: Math.round((Date.now() - begun) / 1000) }
    verdicts.push(verdict)
    const place = `${String(verdicts.length).padStart(2)}/${chosen.length}`
    console.log(`  ${place}  ${verdict.by === null ? 'ESCAPED' : 'caught '}  ${defect.name} (${verdict.seconds} s)`)
    if (trouble !== null) console.log(trouble.replace(/^/gm, '           '))
  })
  return verdicts
}

/** Each copy takes the next one as soon as it is free. */
async function shared<T>(
  copies: readonly GatewayCopy[],
  all: readonly T[],
  work: (copy: GatewayCopy, one: T) => Promise<void>,
): Promise<void> {
  const waiting = all.values()
  await Promise.all(
    copies.map(async (copy) => {
      for (const one of waiting) await work(copy, one)
    }),
  )
}

function fail(message: string): never {
  console.error(message)
  process.exit(1)
}
