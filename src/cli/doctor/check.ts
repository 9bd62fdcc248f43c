import type { DataSettings, Settings } from '../../env.ts'
import type { Sighting } from '../../store/sighting.ts'

/** One thing that the gateway stands on, looked at without changing it. */
export interface Check {
  /** As it begins its lines. */
  readonly name: string
  /** What it finds, at least one; what it raises is a failure of its own. */
  look(place: Place): Promise<readonly Finding[]>
}

export interface Finding {
  /** `warn`: it works, or cannot be seen from here; `fail`: it does not work. */
  readonly status: 'ok' | 'warn' | 'fail'
  /** What was seen, without secrets, addresses of people, or URLs that may hold a password. */
  readonly saw: string
  /** What to do about it: a sentence with the command or the setting. */
  readonly remedy?: string
}

/** What the checks have to look at. */
export interface Place {
  /** Null: some are wrong. */
  readonly settings: Settings | null
  /** Of all that is wrong with the settings, a line each. */
  readonly problems: readonly string[]
  /** Null: not even where the data is can be told. */
  readonly data: DataSettings | null
  /** Looked for once; raises what looking raised. Null beside null `data`. */
  database(): Promise<Sighting | null>
}

export function ok(saw: string): Finding[] {
  return [{ status: 'ok', saw }]
}

export function warn(saw: string, remedy?: string): Finding[] {
  return [{ status: 'warn', saw, ...(remedy !== undefined && { remedy }) }]
}

export function fail(saw: string, remedy?: string): Finding[] {
  return [{ status: 'fail', saw, ...(remedy !== undefined && { remedy }) }]
}

/** Of what cannot be looked at while something before it is amiss. */
export function notSeen(why: string): Finding[] {
  return warn(`not looked at: ${why}`)
}
