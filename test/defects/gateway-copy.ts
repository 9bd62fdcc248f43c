import { execFile } from 'node:child_process'
import { rmSync } from 'node:fs'
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Defect } from './defects.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))

/** What the suites stand on. */
const copied = ['src', 'test', '.config', 'package.json', 'schema.prisma', 'tsconfig.json']

/** What became of a run of some tests. */
export interface TestRun {
  readonly passed: number
  /** The names of those that failed; the first one ends the run. */
  readonly failed: readonly string[]
  /** Something else than a test went wrong, and what; then nothing is shown. */
  readonly trouble: string | null
}

/** A copy of the sources as they were, whatever becomes of them meanwhile. */
export interface GatewayCopy {
  run(tests: readonly string[], only?: string): Promise<TestRun>
  /** Runs a defect's tests on the damaged sources, and repairs them. */
  runDamaged(defect: Defect): Promise<TestRun>
}

/** Outside of `node_modules`, for what lies within is not compiled; gone when the process ends, however it does. */
export async function copyGateway(): Promise<GatewayCopy> {
  const directory = await mkdtemp(join(tmpdir(), 'viewer-gateway-defects-'))
  process.once('exit', () => {
    running.abort()
    rmSync(directory, { recursive: true, force: true })
  })
  for (const name of copied) await cp(join(root, name), join(directory, name), { recursive: true })
  for (const name of ['node_modules', 'dist']) await symlink(join(root, name), join(directory, name))
  return {
    run: (tests, only) => runTests(directory, tests, only),
    runDamaged: async ({ file, find, replace, tests, only }) => {
      const path = join(directory, file)
      const text = await readFile(path, 'utf8')
      await writeFile(path, text.split(find).join(replace))
      const outcome = await runTests(directory, tests, only)
      await writeFile(path, text)
      return outcome
    },
  }
}

/** Why a defect cannot be made in the sources as they are; null when it can. */
export async function misfitOf({ file, find, replace, tests }: Defect): Promise<string | null> {
  const text = await readFile(join(root, file), 'utf8').catch(() => null)
  if (text === null) return `there is no ${file}`
  const times = text.split(find).length - 1
  if (times !== 1) return `its text stands ${times} times in ${file}`
  if (find === replace) return 'it changes nothing'
  for (const test of tests) {
    if ((await readFile(join(root, test)).catch(() => null)) === null) return `there is no ${test}`
  }
  return null
}

/** Ends what still runs when this process ends. */
const running = new AbortController()

/** Longer than any of these files takes. */
const patienceMs = 180_000

async function runTests(directory: string, tests: readonly string[], only?: string): Promise<TestRun> {
  const report = join(directory, 'report.json')
  await rm(report, { force: true })
  const vitest = [join(root, 'node_modules/vitest/vitest.mjs'), 'run', '--config', '.config/vitest.ts']
  const options = ['--project', 'embedded', '--bail', '1', '--maxWorkers', '1', '--reporter', 'json']
  const chosen = only === undefined ? [] : ['-t', only]
  const env = { ...process.env, TEST_BUILD: join(directory, 'built'), TEST_DATABASE_URL: '' }
  const said = await new Promise<string>((resolve) => {
    execFile(
      process.execPath,
      [...vitest, ...options, '--outputFile', report, ...chosen, ...tests],
      {
        cwd: directory,
        env,
        timeout: patienceMs,
        maxBuffer: 100_000_000,
        signal: running.signal,
        killSignal: 'SIGKILL',
      },
      (_error, stdout, stderr) => resolve(`${stdout}${stderr}`),
    )
  })
  const text = await readFile(report, 'utf8').catch(() => null)
  if (text === null) return { passed: 0, failed: [], trouble: said.slice(-2_000) }
  return outcomeOf(JSON.parse(text))
}

interface Report {
  readonly testResults: readonly {
    readonly message?: string
    readonly status: string
    readonly assertionResults: readonly { readonly status: string; readonly fullName: string }[]
  }[]
}

function outcomeOf({ testResults }: Report): TestRun {
  const all = testResults.flatMap(({ assertionResults }) => assertionResults)
  const failed = all.filter(({ status }) => status === 'failed').map(({ fullName }) => fullName)
  const passed = all.filter(({ status }) => status === 'passed').length
  // A file that cannot be loaded fails without a test of it having failed.
  const broken = testResults.find(({ status }) => status === 'failed')
  const trouble = failed.length > 0 ? null : broken ? (broken.message ?? 'a file failed') : null
  return { passed, failed, trouble: trouble ?? (all.length === 0 ? 'there were no tests' : null) }
}
