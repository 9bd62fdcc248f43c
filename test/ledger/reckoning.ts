import { Model, type Opening } from './model.ts'
import { type Done, inWords, type Reading } from './operations.ts'
import type { Note } from './workload.ts'

/** The models the notes lead to, one per account, and where the notes cannot be true. */
export interface Reckoning {
  readonly models: ReadonlyMap<string, Model>
  readonly wrong: readonly string[]
}

/**
 * Puts what clients were told in one order, account by account, and reckons it all again. Every operation must have
 * come to what the rules make of it at its place; none may stand before one that had been answered before it was asked;
 * and whatever was refused must have had a reason at some moment while it was under way.
 */
export function reckon(accounts: readonly Opening[], notes: readonly Note[]): Reckoning {
  const models = new Map(accounts.map((opening) => [opening.account, new Model(opening)]))
  const wrong = [...models].flatMap(([account, model]) =>
    follow(
      model,
      notes.filter(({ operation }) => operation.account === account),
    ),
  )
  return { models, wrong }
}

/** Where what is shown is not what the model says. */
export function contradicted(model: Model, readings: readonly Reading[], at: Date): string[] {
  const expected = new Map(model.shown(at).map((shown) => [shown.pool, shown]))
  return readings.flatMap(({ face, pools }) =>
    pools.flatMap((shown) => {
      const right = expected.get(shown.pool) ?? { pool: shown.pool, available: 0n }
      const isRight = Object.entries(shown).every(([what, value]) => right[what as keyof typeof right] === value)
      return isRight ? [] : [`${face} shows ${inWords(shown)} instead of ${inWords(right)}`]
    }),
  )
}

/** Up to the first thing that is wrong: whatever comes after it follows from it. */
function follow(model: Model, notes: readonly Note[]): string[] {
  const happened = notes
    .flatMap((note) => (note.outcome.refused === undefined ? [{ ...note, done: note.outcome }] : []))
    .sort((a, b) => (a.done.place < b.done.place ? -1 : 1))
  const wrong = outOfOrder(happened)
  const refusals = refusalsBetween(happened, notes)

  let open: readonly PlacedRefusal[] = []
  for (let gap = 0; wrong.length === 0 && gap <= happened.length; gap += 1) {
    open = [...open, ...(refusals.get(gap) ?? [])].filter(({ note: { key, operation, outcome, at }, last }) => {
      const refused = model.refusal(operation, at)
      if (refused === outcome.refused) return false
      if (last <= gap) wrong.push(`${key} was refused ${outcome.refused}, not ${refused}: ${inWords(operation)}`)
      return last > gap
    })
    const next = happened[gap]
    if (next === undefined) break
    const { key, operation, done } = next
    const moves = model.apply(operation, done.at, done.holdId)
    const isRight = done.moves === null ? moves !== null : inWords(moves) === inWords(done.moves)
    if (!isRight)
      wrong.push(`${key} came to something else: ${inWords({ operation, moves: done.moves, right: moves })}`)
  }
  return wrong
}

/** What stands in the journal before something that had been answered before it was asked. */
function outOfOrder(happened: readonly (Note & { readonly done: Done })[]): string[] {
  let latest = 0
  return happened.flatMap(({ key, began, ended }) => {
    const isLate = ended < latest
    latest = Math.max(latest, began)
    return isLate ? [`${key} stands behind what was asked after its answer`] : []
  })
}

interface PlacedRefusal {
  readonly note: Note
  /** The last place it may have been decided at: before so many operations have happened. */
  readonly last: number
}

/** The refusals by the first place each may have been decided at; in the order they were asked. */
function refusalsBetween(happened: readonly Note[], notes: readonly Note[]): Map<number, PlacedRefusal[]> {
  const places = new Map<number, PlacedRefusal[]>()
  for (const note of notes.filter(({ outcome }) => outcome.refused !== undefined).sort((a, b) => a.began - b.began)) {
    const first = 1 + happened.findLastIndex(({ ended }) => ended < note.began)
    const later = happened.findIndex(({ began }) => began > note.ended)
    const last = later === -1 ? happened.length : later
    places.set(first, [...(places.get(first) ?? []), { note, last }])
  }
  return places
}
