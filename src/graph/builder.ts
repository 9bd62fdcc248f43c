import SchemaBuilder from '@pothos/core'
import RelayPlugin, { decodeGlobalID } from '@pothos/plugin-relay'
import ZodPlugin from '@pothos/plugin-zod'
import { type GraphQLSchema, isObjectType } from 'graphql'
import type { ZodError } from 'zod'
import type { MicroEur } from '../domain/eur.ts'
import { Refusal } from '../domain/refusal.ts'
import { errorLimit } from './error-limit.ts'
import type { GraphContext } from './graph-context.ts'
import { UserErrorsPlugin } from './user-errors.ts'

/** What every type and field of the schema may rely on. Fields are non-null unless they say otherwise. */
export interface SchemaTypes {
  Context: GraphContext
  DefaultFieldNullability: false
  DefaultEdgesNullability: false
  Scalars: {
    ID: { Input: string; Output: string }
    DateTime: { Input: Date; Output: Date }
    UUID: { Input: string; Output: string }
    EmailAddress: { Input: string; Output: string }
    URL: { Input: string; Output: string }
    EurAmount: { Input: MicroEur; Output: MicroEur }
    CreditAmount: { Input: bigint; Output: bigint }
    SafeInt: { Input: number; Output: number }
  }
}

export const builder = new SchemaBuilder<SchemaTypes>({
  // The first is outermost: it turns what the inner ones refuse into `userErrors`.
  plugins: [UserErrorsPlugin.pluginName, RelayPlugin, ZodPlugin],
  defaultFieldNullability: false,
  zod: { validationError: (error) => invalid(error) },
  relay: {
    brandLoadedObjects: true,
    cursorType: 'String',
    clientMutationId: 'omit',
    decodeGlobalID: (id) => {
      try {
        return decodeGlobalID(id)
      } catch {
        return { typename: '', id: '' }
      }
    },
    edgesFieldOptions: { nullable: false, description: 'The rows of this page, each with its cursor.' },
    nodeFieldOptions: { nullable: false, description: 'The row.' },
    cursorFieldOptions: { description: 'Where this row stands: pass it as `after` or `before`.' },
    pageInfoFieldOptions: { description: 'Whether there is more, and where it begins.' },
    pageInfoTypeOptions: { description: 'Whether a list goes on before or after a page.' },
    hasNextPageFieldOptions: { description: 'More rows follow (ask with `after: endCursor`).' },
    hasPreviousPageFieldOptions: { description: 'Rows come before (ask with `before: startCursor`).' },
    startCursorFieldOptions: { description: 'The cursor of the first row.' },
    endCursorFieldOptions: { description: 'The cursor of the last row.' },
    beforeArgOptions: { description: 'Only rows before this cursor.' },
    afterArgOptions: { description: 'Only rows after this cursor.' },
    firstArgOptions: { description: 'How many rows from the front, 20 unless said, at most 100.' },
    lastArgOptions: { description: 'How many rows from the back, at most 100.' },
    idFieldOptions: { description: 'Its id among everything there is.' },
    nodeTypeOptions: { description: 'Anything with an id of its own: ask for it again with `node(id:)`.' },
    nodeQueryOptions: {
      description:
        'Anything by its id. Null for an id that is nobody’s and for one that is not yours to see: the two look alike.',
      args: { id: { description: 'An `id` from an earlier answer.' } },
      resolve: (_root, { id }, _context, { schema }, load) => (isNode(schema, id.typename) ? load(id) : null),
    },
    nodesQueryOptions: false,
  },
})

/** An id that names no type of ours is nobody's, like any other unknown one. */
function isNode(schema: GraphQLSchema, typeName: string): boolean {
  const type = schema.getType(typeName)
  return isObjectType(type) && type.getInterfaces().some(({ name }) => name === 'Node')
}

/** The first of what plugin-zod finds, with the argument `input` left out of the fields' names. */
function invalid({ issues }: ZodError): Refusal {
  const fields = issues.slice(0, errorLimit).map(({ path, message }) => ({
    field: path.filter((step) => step !== 'input').join('.'),
    message,
  }))
  return new Refusal('INVALID', fields.map(({ field, message }) => `${field}: ${message}`).join('; '), { fields })
}
