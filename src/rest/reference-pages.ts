import { createPage, type Page } from '../edge/page.ts'
import { type Asker, docsPages } from './docs-page.ts'
import { jsonSchemaOf, requestJsonSchemaOf } from './legacy/json-schema.ts'
import type { Shape } from './legacy/shape.ts'
import { openapiDocument } from './openapi/document.ts'
import { tagOf } from './openapi/names.ts'
import { takesChanges } from './openapi/schemas.ts'
import type { RestSettings } from './router.ts'

/**
 * What tells of the REST face, by path: the reference for people, the OpenAPI document it shows, and the JSON Schema of
 * each shape's answer and of what its PATCH takes. Each is made at its first visit.
 */
export function referencePages(
  shapes: readonly Shape[],
  settings: RestSettings,
  askers: readonly Asker[],
): ReadonlyMap<string, Page> {
  const schemas = shapes.flatMap((shape): [string, Page][] => {
    const path = `/schemas/${tagOf(shape.system)}`
    const answer = jsonPage('application/schema+json', () => jsonSchemaOf(shape))
    const change = jsonPage('application/schema+json', () => requestJsonSchemaOf(shape))
    return [
      [`${path}.json`, answer],
      ...(takesChanges(shape) ? [[`${path}.patch.json`, change] as [string, Page]] : []),
    ]
  })
  const document = jsonPage('application/json; charset=utf-8', () => openapiDocument(shapes, settings))
  return new Map([['/openapi.json', document], ...docsPages(askers), ...schemas])
}

function jsonPage(type: string, make: () => object): Page {
  return createPage(() => ({
    body: `${JSON.stringify(make(), null, 2)}\n`,
    headers: { 'content-type': type, 'cache-control': 'no-cache' },
  }))
}
