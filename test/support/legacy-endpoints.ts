import type { LegacyEndpoint } from '../../src/graph/graphiql-tabs.ts'
import { shapes } from '../../src/rest/legacy/index.ts'
import { lineageOf } from '../../src/rest/legacy/lineage.ts'

/** Every legacy shape as GraphiQL is told of it. */
export const legacyEndpoints: readonly LegacyEndpoint[] = shapes.map((shape) => {
  const read = shape.routes.find(({ action }) => action === 'read')
  if (!read) throw new Error(`${shape.system} cannot be read.`)
  return { system: shape.system, route: `${read.method} ${read.path}`, lineage: lineageOf(shape) }
})
