import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { freeMegabytes, nearestDirectory, roomNeeded } from '../../store/disk-room.ts'
import { type Check, fail, notSeen, ok, warn } from './check.ts'

/** Megabytes under which an operator had better be told: a day of writing may take as much. */
const comfortable = 500

export const diskCheck: Check = {
  name: 'disk',
  look: async ({ data }) => {
    if (data === null) return notSeen('the settings do not say where the data is')
    if (data.databaseUrl !== null) return ok('n/a: the data is on the server’s, which cannot be seen from here')
    const directory = join(data.dataDir, 'pglite')
    const needed = existsSync(directory) ? roomNeeded.toOpen : roomNeeded.toBegin
    const free = freeMegabytes(nearestDirectory(directory))
    const saw = `${free} MB are free for ${data.dataDir}`
    const remedy = 'Make room, or set DATA_DIR to a place on another disk; a full disk ends the gateway.'
    if (free < needed) return fail(`${saw}, and it takes ${needed} to open the database`, remedy)
    return free < comfortable ? warn(saw, remedy) : ok(saw)
  },
}
