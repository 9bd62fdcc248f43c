import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../../', import.meta.url))

/** Starts what `npm run build` has made on a free port of loopback, and waits until it is ready; for scripts, not for tests. */
export async function startBuilt(env: Record<string, string>): Promise<{ readonly url: string; end(): Promise<void> }> {
  const child = spawn(process.execPath, ['dist/main.js'], {
    cwd: root,
    env: { ...process.env, PORT: '0', LOG_LEVEL: 'silent', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  child.stdout.setEncoding('utf8')
  let output = ''
  for await (const text of child.stdout) {
    output += text
    const [, url] = /ready on (\S+)/.exec(output) ?? []
    if (url === undefined) continue
    const ended = once(child, 'close')
    return {
      url,
      end: async () => {
        child.kill('SIGTERM')
        await ended
      },
    }
  }
  throw new Error(`The gateway ended:\n${output}`)
}
