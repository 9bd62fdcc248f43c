import type { GraphQLSchema } from 'graphql'
import type { FieldLineage } from '../domain/lineage.ts'
import { builder } from './builder.ts'
import './scalars.ts'
import { defineLineageQuery } from './types/field-lineage.ts'
import { defineLegacySystem } from './types/legacy-system.ts'
import './types/viewer.ts'
import './types/plan.ts'
import './mutations/dismiss-credit-notice.ts'
import './mutations/update-profile.ts'

/** What the graph must know of the legacy shapes, which are its siblings and none of its business otherwise. */
export interface LegacyCatalogue {
  readonly systems: readonly string[]
  readonly lineage: readonly FieldLineage[]
}

/** Builds the schema; once per process, because the builder is one. */
export function createSchema({ systems, lineage }: LegacyCatalogue): GraphQLSchema {
  builder.queryType({ description: 'Everything that can be asked.' })
  builder.mutationType({ description: 'Everything that can be changed, each by one `input`, each saying why not in `userErrors`.' })
  defineLegacySystem(systems)
  defineLineageQuery(lineage)
  return builder.toSchema({ sortSchema: false })
}
