import { accessSync, constants } from 'node:fs'
import { nearestDirectory } from '../../store/disk-room.ts'
import { type Outage, outageOf } from '../../store/outage.ts'
import { readStanding, type Standing } from '../../store/standing.ts'
import { type Check, type Finding, fail, notSeen, ok, type Place, warn } from './check.ts'

export const databaseCheck: Check = {
  name: 'database',
  look: async (place) => {
    const { data } = place
    if (data === null) return notSeen('the settings do not say where it is')
    return data.databaseUrl === null ? lookAtEmbedded(place, data.dataDir) : lookAtServer(place)
  },
}

async function lookAtEmbedded({ database }: Place, dataDir: string): Promise<readonly Finding[]> {
  const place = nearestDirectory(dataDir)
  if (!mayWrite(place)) {
    return fail(`embedded in ${dataDir}, and ${place} may not be written`, 'Make it writable, or set DATA_DIR.')
  }
  const sighting = await database().catch(() => null)
  switch (sighting?.kind) {
    case undefined:
      return fail(
        `embedded in ${dataDir}, and does not open: it is damaged, or was made by another version`,
        'Stop whatever uses it, put a backup of the directory in its place, or move it away to begin anew.',
      )
    case 'absent':
      return ok(`embedded; ${dataDir} holds none yet: the first \`npm start\` makes it`)
    case 'held':
      return ok(`embedded in ${dataDir}, open in ${sighting.holder}; it has only one user at a time`)
    case 'large':
      return ok(`embedded in ${dataDir}, ${sighting.megabytes} MB, not open anywhere; too large for a look at a copy`)
    case 'open': {
      const { version } = await readStanding(sighting.prisma)
      return ok(`embedded in ${dataDir}, PostgreSQL ${version}, not open anywhere`)
    }
  }
}

async function lookAtServer({ database, settings }: Place): Promise<readonly Finding[]> {
  try {
    const sighting = await database()
    if (sighting?.kind !== 'open') return notSeen('no server was found')
    return judged(await readStanding(sighting.prisma), settings?.limits.databaseConnections)
  } catch (error) {
    return unusable(outageOf(error))
  }
}

function judged(standing: Standing, connections = 0): readonly Finding[] {
  const { version, major, encoding, isReadOnly, schema, mayCreate, denied } = standing
  const seen = `PostgreSQL ${version}`
  const findings: Finding[] = []
  if (isReadOnly) {
    findings.push(
      ...fail(`${seen} only reads: a standby, or read-only by default`, 'Let DATABASE_URL lead to the primary.'),
    )
  }
  if (encoding !== 'UTF8') {
    findings.push(
      ...fail(`${seen} keeps ${encoding}, not UTF8`, "Make the database with CREATE DATABASE … ENCODING 'UTF8'."),
    )
  }
  if (schema === null) {
    findings.push(
      ...fail(
        `${seen}: its role may use no schema of the search path`,
        'As its owner: GRANT USAGE ON SCHEMA … TO the role of DATABASE_URL, or name another by ?schema=.',
      ),
    )
  }
  if (denied.length > 0) {
    findings.push(
      ...fail(
        `${seen}: the role may not read and write ${denied.slice(0, 3).join(', ')}${denied.length > 3 ? ` and ${denied.length - 3} more` : ''}`,
        `As their owner, with the role of DATABASE_URL for ROLE: GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA ${schema} TO ROLE; GRANT USAGE ON ALL SEQUENCES IN SCHEMA ${schema} TO ROLE;`,
      ),
    )
  }
  if (major < tried.from || major > tried.to) {
    findings.push(...warn(`${seen}: versions ${tried.from} to ${tried.to} are those the gateway is written for`))
  }
  if (connections > standing.connections) {
    findings.push(
      ...warn(
        `${seen} has ${standing.connections} connections for all, and this gateway alone may open ${connections}`,
        'Lower DATABASE_CONNECTIONS, or put a pooler between (docs/scale.md).',
      ),
    )
  }
  if (findings.length > 0) return findings
  return ok(
    `${seen}, schema ${schema}; the role reads and writes, and may ${mayCreate ? '' : 'not '}make tables` +
      (mayCreate ? '' : ' (`migrate` needs another role)'),
  )
}

/** docs/decisions/0001. */
const tried = { from: 15, to: 18 }

function unusable(outage: Outage): readonly Finding[] {
  switch (outage.kind) {
    case 'refused':
      return fail(outage.message, 'docs/scale.md, Behind PgBouncer, says what each setting is for.')
    case 'unreachable':
      return fail(
        'cannot be reached where DATABASE_URL points',
        'Start PostgreSQL, or mend host and port in DATABASE_URL.',
      )
    case 'login':
      return fail('turns the login away', 'Mend user name and password in DATABASE_URL, or pg_hba.conf on the server.')
    case 'no-database':
      return fail(
        'has no database of that name',
        'Make it (createdb), or mend the name at the end of DATABASE_URL; then `npm run -s gateway -- migrate`.',
      )
    case 'tls':
      return fail('does not agree on TLS', 'Mend sslmode in DATABASE_URL, or the certificate on the server.')
    case 'crowded':
      return fail(
        'has no connection left',
        'Lower DATABASE_CONNECTIONS, raise max_connections, or put a pooler between.',
      )
    case 'silent':
      return fail(
        'does not answer in time',
        'See whether a firewall drops what is sent to the host and port of DATABASE_URL.',
      )
    case 'unknown':
      return fail(
        'cannot be used, for a reason not known here',
        'Try the same URL with psql: psql "$DATABASE_URL" -c "SELECT 1".',
      )
  }
}

function mayWrite(path: string): boolean {
  try {
    accessSync(path, constants.W_OK)
    return true
  } catch {
    return false
  }
}
