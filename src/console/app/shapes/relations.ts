import type { LineageQuery } from '../../gql/graphql.ts'

export type Lineage = LineageQuery['lineage'][number]

/** Which of the five: the graph, or a legacy system. */
export type Panel = 'graph' | Lineage['system']

/** A field in one of them. */
export interface Spot {
  readonly panel: Panel
  readonly place: string
}

/** Where a fact stands in all five: the lineage that tells of it, and the places of the graph it lives in. */
export interface Relation {
  readonly rows: readonly Lineage[]
  readonly viewerFields: readonly string[]
}

/** Everything that says the same as one field, found through the lineage in both directions. */
export function relationOf(lineage: readonly Lineage[], { panel, place }: Spot): Relation {
  const own = lineage.filter((row) =>
    panel === 'graph'
      ? viewerFieldsOf(row).some((field) => isWithin(place, field))
      : row.system === panel && row.legacyField === place,
  )
  const viewerFields = [...new Set(own.flatMap(viewerFieldsOf))].filter(
    (field) => panel !== 'graph' || isWithin(place, field),
  )
  const rows = lineage.filter(
    (row) =>
      own.includes(row) ||
      viewerFieldsOf(row).some((field) => viewerFields.some((one) => isWithin(field, one) || isWithin(one, field))),
  )
  return { rows, viewerFields }
}

/** Whether a field shows the fact of a relation. */
export function isIn({ rows, viewerFields }: Relation, { panel, place }: Spot): boolean {
  if (place === '') return false
  if (panel === 'graph') return viewerFields.some((field) => isWithin(place, field))
  return rows.some((row) => row.system === panel && row.legacyField === place)
}

/** In the graph, each identity stands under its system. */
function viewerFieldsOf({ system, kind, viewerFields }: Lineage): readonly string[] {
  return kind === 'IDENTITY' ? [`identities.${system}.legacyId`] : viewerFields
}

function isWithin(place: string, field: string): boolean {
  return place === field || place.startsWith(`${field}.`)
}
