import type { Check } from './check.ts'
import { clockCheck } from './clock-check.ts'
import { databaseCheck } from './database-check.ts'
import { diskCheck } from './disk-check.ts'
import { keysCheck } from './keys-check.ts'
import { migrationsCheck } from './migrations-check.ts'
import { nodeCheck } from './node-check.ts'
import { poolerCheck } from './pooler-check.ts'
import { portCheck } from './port-check.ts'
import { proxiesCheck } from './proxies-check.ts'
import { redisCheck } from './redis-check.ts'
import { settingsCheck } from './settings-check.ts'

/** All that is looked at, in this order. A further check is a file and its line here. */
export const checks: readonly Check[] = [
  nodeCheck,
  settingsCheck,
  databaseCheck,
  migrationsCheck,
  clockCheck,
  poolerCheck,
  diskCheck,
  keysCheck,
  redisCheck,
  proxiesCheck,
  portCheck,
]
