import { readClockSkew } from '../../store/standing.ts'
import { type Check, notSeen, ok, warn } from './check.ts'

/** Milliseconds. Instants go out in whole seconds, and a token is forgiven five. */
const toleratedMs = 1_000

export const clockCheck: Check = {
  name: 'clock',
  look: async ({ data, database }) => {
    if (data?.databaseUrl === null) return ok('one for both: the embedded database runs in the gateway’s process')
    const sighting = await database().catch(() => null)
    if (sighting?.kind !== 'open') return notSeen('the database cannot be used')
    const { ms, uncertainMs } = await readClockSkew(sighting.prisma)
    const saw = `the database’s is ${Math.abs(ms)} ms ${ms < 0 ? 'behind' : 'ahead of'} ours (± ${uncertainMs} ms)`
    if (Math.abs(ms) - uncertainMs <= toleratedMs) return ok(saw)
    return warn(
      `${saw}: credits and holds expire by the database’s clock and are shown by ours, and tokens expire by ours`,
      'Set both by NTP: `timedatectl` on each machine says whether they are.',
    )
  },
}
