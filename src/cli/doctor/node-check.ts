import { leastNode } from '../../build.ts'
import { type Check, fail, ok } from './check.ts'

export const nodeCheck: Check = {
  name: 'node',
  look: async () => {
    const here = process.versions.node
    if (isAtLeast(here, leastNode)) return ok(`Node ${here}`)
    return fail(`Node ${here} is older than ${leastNode}`, `Install Node ${leastNode} or newer.`)
  },
}

function isAtLeast(version: string, least: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const [leastMajor = 0, leastMinor = 0] = least.split('.').map(Number)
  return major > leastMajor || (major === leastMajor && minor >= leastMinor)
}
