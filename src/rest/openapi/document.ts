import { scopes } from '../../auth/scope.ts'
import type { JsonObject } from '../legacy/codec.ts'
import { placesOf } from '../legacy/lineage.ts'
import type { Route, Shape } from '../legacy/shape.ts'
import type { RestSettings } from '../router.ts'
import { actionWords } from './actions.ts'
import { headerComponents } from './headers.ts'
import { healthPaths, healthSchemas, healthTag } from './health.ts'
import { tagOf, typeNameOf } from './names.ts'
import type { Part } from './part.ts'
import { otherMethodResponse, responsesOf } from './responses.ts'
import { changeSchemaRef, schemasOf } from './schemas.ts'
import { valueAt } from './value-at.ts'

/**
 * The REST face as OpenAPI 3.1, derived from the shapes' tables: paths, every status with its envelope, headers and
 * examples, and where each field lives in the Viewer. It follows the settings: a version that is to be shut down is
 * deprecated here, and a version header that is demanded is required.
 */
export function openapiDocument(shapes: readonly Shape[], settings: RestSettings) {
  return {
    openapi: '3.1.1',
    info: {
      title: 'Viewer Gateway: the legacy endpoints',
      // Of endpoints that stay as they are.
      version: '1.0.0',
      description,
    },
    servers: [{ url: '/' }],
    tags: [...shapes.map(({ system, about }) => ({ name: tagOf(system), description: about })), healthTag],
    paths: { ...Object.assign({}, ...shapes.map((shape) => pathsOf(shape, settings))), ...healthPaths },
    components: {
      schemas: { ...Object.assign({}, ...shapes.map(schemasOf)), ...healthSchemas } as Part,
      headers: headerComponents,
      parameters: { RequestId: requestIdParameter },
      securitySchemes,
    },
  }
}

const description = `The profile endpoints that were there before the graph, which answer as they always have, byte for byte. Each field
says where it lives in the Viewer of the graph at \`/graphql\`, in its description and as \`x-viewer-fields\`.

A path answers to its own methods, to \`HEAD\` where it answers to \`GET\`, and to every other one as
\`x-other-methods\` beside them says.`

const requestIdParameter = {
  name: 'X-Request-Id',
  in: 'header',
  description: 'An id of the caller’s own for this request, kept when it is a UUID; else the gateway makes one.',
  schema: { type: 'string', format: 'uuid' },
}

const securitySchemes = {
  bearer: {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description: [
      'A token with the scope the operation names; without a `scope` claim it carries `profile:read` and `profile:write`.',
      'Where `X-API-Key` is taken, an API key may stand here, too.',
      '',
      ...(['profile:read', 'profile:write'] as const).map((scope) => `- \`${scope}\`: ${scopes[scope]}`),
    ].join('\n'),
  },
  apiKey: { type: 'apiKey', in: 'header', name: 'X-API-Key', description: 'An API key of the account.' },
}

function pathsOf(shape: Shape, settings: RestSettings): Part {
  const paths = [...new Set(shape.routes.map(({ path }) => path))]
  return Object.fromEntries(
    paths.map((path) => {
      const routes = shape.routes.filter((route) => route.path === path)
      return [
        path,
        {
          ...Object.fromEntries(
            routes.map((route) => [route.method.toLowerCase(), operationOf(shape, route, settings)]),
          ),
          'x-other-methods': {
            [shape.errors.table.METHOD_NOT_ALLOWED.status]: otherMethodResponse(shape, routes, settings),
          },
        },
      ]
    }),
  )
}

function operationOf(shape: Shape, route: Route, settings: RestSettings): Part {
  const { summary, description, operationId, scope, takesBody } = actionWords[route.action]
  const isDeprecated = settings.deprecations[shape.system] !== undefined
  return {
    tags: [tagOf(shape.system)],
    operationId: operationId(typeNameOf(shape.system)),
    summary,
    description: `${description}\n\nNeeds the scope \`${scope}\`.`,
    ...(isDeprecated ? { deprecated: true } : {}),
    parameters: [...versionParameter(shape, settings), { $ref: '#/components/parameters/RequestId' }],
    ...(takesBody ? { requestBody: requestBodyOf(shape) } : {}),
    security: [{ bearer: [scope] }, ...(shape.takesApiKeys ? [{ apiKey: [scope] }] : [])],
    responses: responsesOf(shape, route, settings),
  }
}

function versionParameter({ version }: Shape, { requireVersion }: RestSettings): Part[] {
  if (!version) return []
  return [
    {
      name: version.name,
      in: 'header',
      description: `The version of this API${requireVersion ? '' : '; without it, the only one there is'}.`,
      required: requireVersion,
      schema: { type: 'string', enum: version.accepted },
    },
  ]
}

function requestBodyOf(shape: Shape): Part {
  const written = Object.entries(shape.examples).map(([name, body]) => [name, { value: changeIn(shape, body) }])
  const content = { schema: { $ref: changeSchemaRef(shape) }, examples: Object.fromEntries(written) }
  return { required: true, content: { 'application/json': content } }
}

/** Of an answer, what a PATCH may say. */
function changeIn(shape: Shape, body: JsonObject): JsonObject {
  const written = placesOf(shape.fields).flatMap(({ place, field }) =>
    field.write ? [[field.key, valueAt(body, place)]] : [],
  )
  return Object.fromEntries(written)
}
