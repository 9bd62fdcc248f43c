import type pg from 'pg'
import { type Pooler, sharesSessions } from './pooler.ts'

/** What a session with a server must be set to, by the server's own names. */
export type SessionSettings = Readonly<Record<string, string>>

/** A server that answers and still must not be worked with: an operator has to say or set something first. */
export class SessionRefusal extends Error {
  override readonly name = 'SessionRefusal'
}

/**
 * Makes a new connection's session what it must be. Nothing depends on luck: where a session's settings would not stay
 * with this connection they are looked at instead, and where nobody has said that a pooler stands between, none may.
 *
 * @throws SessionRefusal with what to do about it.
 */
export async function beginSession(
  client: pg.ClientBase,
  settings: SessionSettings,
  pooler: Pooler | null,
): Promise<void> {
  if (sharesSessions(pooler)) return checkDefaults(client, settings)
  // PostgreSQL tells every connection the number of its process; a pooler tells a number of its own.
  const told = pooler === null ? ((client as pg.Client & { processID: number | null }).processID ?? 0) : null
  // SET rather than start-up parameters: `?options=` in the URL stays the operator's, and poolers let it through.
  const { rows } = await client.query(
    `SELECT set_config(name, value, false) FROM unnest($1::text[], $2::text[]) AS setting (name, value)
     WHERE $3::int IS NULL OR pg_backend_pid() = $3::int`,
    [Object.keys(settings), Object.values(settings), told],
  )
  if (rows.length === 0) {
    throw new SessionRefusal(
      'there is a pooler between the gateway and PostgreSQL: say by DATABASE_POOLER whether it pools sessions or transactions',
    )
  }
}

/**
 * The statement that gives one transaction its settings, and it alone: where sessions are shared it is the first of each.
 */
export function localSettings(settings: SessionSettings): string {
  const calls = Object.entries(settings).map(([name, value]) => `set_config('${name}', ${literal(value)}, true)`)
  return `SELECT ${calls.join(', ')}`
}

/**
 * What a statement outside of a transaction finds is what its role's sessions begin with. Seen of the one session this
 * connection happens to meet; the others begin alike.
 */
async function checkDefaults(client: pg.ClientBase, settings: SessionSettings): Promise<void> {
  const { rows } = await client.query<{ name: string; setting: string }>(
    'SELECT name, setting FROM pg_settings WHERE name = ANY($1::text[])',
    [Object.keys(settings)],
  )
  const actual = new Map(rows.map(({ name, setting }) => [name, setting]))
  const amiss = Object.entries(settings).filter(([name, wanted]) => !isMet(name, actual.get(name) ?? '', wanted))
  if (amiss.length === 0) return
  const statements = amiss.map(([name, wanted]) => `ALTER ROLE CURRENT_USER SET ${name} = ${assigned(name, wanted)};`)
  throw new SessionRefusal(
    `a pooler that pools transactions keeps no settings, so those of the role count, and some are not what they must be: ${statements.join(' ')}`,
  )
}

function isMet(name: string, actual: string, wanted: string): boolean {
  switch (name) {
    case 'TimeZone':
      return /^(?:etc\/)?(?:utc|uct|universal|zulu|gmt|greenwich)$/i.test(actual)
    case 'DateStyle':
      return actual.startsWith(wanted)
    case 'search_path':
      return actual.replaceAll('"', '') === wanted.replaceAll('"', '')
    // Nobody idles outside of a transaction, and each transaction is given its own.
    case 'idle_in_transaction_session_timeout':
      return true
    // Milliseconds, of which nought is for ever. A shorter patience than asked for is none the worse.
    default:
      return Number(actual) > 0 && Number(actual) <= Number(wanted)
  }
}

/** As SET takes it: a search path is a list of names, everything else one text. */
function assigned(name: string, value: string): string {
  return name === 'search_path' ? value : literal(value)
}

function literal(value: string): string {
  return `'${value.replaceAll("'", "''")}'`
}
