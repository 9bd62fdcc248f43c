import type { FieldLineage } from '../domain/lineage.ts'

/** What the graph must know of the legacy shapes, which are its siblings and none of its business otherwise. */
export interface LegacyCatalogue {
  readonly systems: readonly string[]
  readonly lineage: readonly FieldLineage[]
}

let catalogue: LegacyCatalogue = { systems: [], lineage: [] }

/** Told once, by `createSchema`: the schema builder is one per process, and so is what it knows. */
export function learnCatalogue(learnt: LegacyCatalogue): void {
  catalogue = learnt
}

/** The places of the Viewer that a system has fields for. */
export function placesTold(system: string): readonly string[] {
  return lineageOf(system).flatMap(({ viewerFields }) => viewerFields)
}

/** Where each field of a system's answer lives. */
export function lineageOf(system: string): readonly FieldLineage[] {
  return catalogue.lineage.filter((field) => field.system === system)
}
