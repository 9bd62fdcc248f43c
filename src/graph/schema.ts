import type { GraphQLSchema } from 'graphql'
import { builder } from './builder.ts'
import { priceFields } from './cost.ts'
import { type LegacyCatalogue, learnCatalogue } from './legacy-catalogue.ts'
import './scalars.ts'
import { defineLineageQuery } from './types/field-lineage.ts'
import { defineLegacySystem } from './types/legacy-system.ts'
import './types/viewer.ts'
import './types/plan.ts'
import './mutations/archive-agent.ts'
import './mutations/cancel-subscription.ts'
import './mutations/create-account.ts'
import './mutations/create-agent.ts'
import './mutations/create-api-key.ts'
import './mutations/delete-account.ts'
import './mutations/dismiss-credit-notice.ts'
import './mutations/release-hold.ts'
import './mutations/hold-credits.ts'
import './mutations/grant-credits.ts'
import './mutations/consume-credits.ts'
import './mutations/capture-hold.ts'
import './mutations/record-usage.ts'
import './mutations/rename-agent.ts'
import './mutations/resume-subscription.ts'
import './mutations/revoke-api-key.ts'
import './mutations/set-restriction.ts'
import './mutations/set-subscription.ts'
import './mutations/update-profile.ts'
import './mutations/verify-email.ts'

let built: GraphQLSchema | null = null

/** Builds the schema, once: the builder is one per process, and so is what it builds. */
export function createSchema(catalogue: LegacyCatalogue): GraphQLSchema {
  built ??= build(catalogue)
  return built
}

function build(catalogue: LegacyCatalogue): GraphQLSchema {
  learnCatalogue(catalogue)
  builder.queryType({ description: 'Everything that can be asked.' })
  builder.mutationType({
    description: 'Everything that can be changed, each by one `input`, each saying why not in `userErrors`.',
  })
  defineLegacySystem(catalogue.systems)
  defineLineageQuery(catalogue.lineage)
  return priceFields(builder.toSchema({ sortSchema: false }))
}
