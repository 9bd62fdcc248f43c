import type { Lineage } from './relations.ts'

/**
 * A value with its keys in the order in which the legacy bodies tell of them, what none tells of last: documents that are
 * known by their ids are kept with their fields sorted by name, which nobody reads well.
 */
export function ordered(value: unknown, lineage: readonly Lineage[]): unknown {
  const places = lineage.flatMap(({ viewerFields }) => viewerFields)
  const rankOf = (place: string) => {
    const rank = places.findIndex((one) => one === place || one.startsWith(`${place}.`))
    return rank < 0 ? places.length : rank
  }
  const sorted = (part: unknown, prefix: string): unknown => {
    if (typeof part !== 'object' || part === null || Array.isArray(part)) return part
    return Object.fromEntries(
      Object.entries(part)
        .sort(([one], [other]) => rankOf(prefix + one) - rankOf(prefix + other))
        .map(([name, inner]) => [name, sorted(inner, `${prefix}${name}.`)]),
    )
  }
  return sorted(value, '')
}
