import type { Command } from 'commander'
import { version } from '../build.ts'
import { type Diagnosis, diagnose } from './doctor/diagnose.ts'
import { teach } from './teach.ts'

interface Options {
  readonly json?: boolean
}

export function addDoctor(program: Command): void {
  const doctor = program
    .command('doctor')
    .summary('say what works, and what to do about what does not')
    .description(
      'Looks at everything the gateway stands on, each for at most ten seconds: settings, database, migrations, clocks, ' +
        'keys, Redis, disk, port. Changes nothing, and may run beside a gateway. A line each: ok, warn (works, or cannot ' +
        'be seen from here) or fail, what was seen, and what to do about it.',
    )
    .option('--json', 'one JSON object: { ok, version, checks: [{ name, status, saw, remedy? }] }')
    .action(runDoctor)
  teach(doctor, {
    examples: [
      ['doctor', 'before a start, or when something is amiss'],
      ['doctor --json', 'for a script'],
    ],
    found: 'something fails',
  })
}

async function runDoctor({ json = false }: Options): Promise<void> {
  const all: Diagnosis[] = []
  for await (const one of diagnose(process.env)) {
    all.push(one)
    if (!json) console.log(inWords(one))
  }
  const isWell = all.every(({ status }) => status !== 'fail')
  if (json) console.log(JSON.stringify({ ok: isWell, version, checks: all }))
  if (!isWell) process.exitCode = 1
}

function inWords({ name, status, saw, remedy }: Diagnosis): string {
  const line = `${status.padEnd(4)}  ${name.padEnd(10)}  ${saw}`
  return remedy === undefined ? line : `${line}\n${' '.repeat(18)}→ ${remedy}`
}
