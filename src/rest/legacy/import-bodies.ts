import {
  type ImportOptions,
  type ImportOutcome,
  type IncomingRecord,
  importRecords,
} from '../../actions/import-records.ts'
import type { FieldProblem } from '../../domain/refusal.ts'
import type { ViewerPath } from '../../domain/viewer-path.ts'
import { type Intake, type Normalisation, readRecord, statementOf } from './intake.ts'
import { lineageOf } from './lineage.ts'
import type { Shape } from './shape.ts'

/** What became of one body. */
export type BodyOutcome =
  | {
      readonly status: Exclude<ImportOutcome['status'], 'refused'>
      readonly normalised: readonly Normalisation[]
      readonly warnings: readonly Normalisation[]
    }
  | { readonly status: 'refused'; readonly problems: readonly FieldProblem[] }

export type BodyImportOptions = Omit<ImportOptions, 'statementOf'>

/**
 * Imports a chunk of one shape's answers, each whole or not at all, and says of each what became of it, in the
 * shape's own words. A body that cannot be read keeps no other out.
 */
export async function importBodies(
  db: Parameters<typeof importRecords>[0],
  shape: Shape,
  bodies: readonly string[],
  options: BodyImportOptions,
): Promise<BodyOutcome[]> {
  const read = bodies.map((raw) => ({ raw, intake: readRecord(shape, raw, options.now) }))
  const incoming = read.flatMap(({ raw, intake }): IncomingRecord[] => (intake.ok ? [{ ...intake, raw }] : []))
  const outcomes = await importRecords(db, incoming, {
    ...options,
    statementOf: (_system, raw) => statementOf(shape, raw),
  })
  const remaining = outcomes.values()
  return read.map(({ intake }) => outcomeOf(shape, intake, intake.ok ? remaining.next().value : undefined))
}

function outcomeOf(shape: Shape, intake: Intake, outcome: ImportOutcome | undefined): BodyOutcome {
  if (!intake.ok) return { status: 'refused', problems: intake.problems }
  if (!outcome) throw new Error('Every record has an outcome.')
  if (outcome.status === 'refused') {
    return { status: 'refused', problems: [{ field: legacyNameOf(shape, outcome.field), message: outcome.message }] }
  }
  return { status: outcome.status, normalised: intake.normalised, warnings: intake.warnings }
}

function legacyNameOf(shape: Shape, path: ViewerPath): string {
  return lineageOf(shape).find(({ viewerFields }) => viewerFields.includes(path))?.legacyField ?? path
}
