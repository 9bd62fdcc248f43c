import { revokeApiKey } from '../../actions/revoke-api-key.ts'
import type { ApiKey } from '../../domain/lists.ts'
import { builder } from '../builder.ts'
import { type RowOf, rowIdOf } from '../page.ts'
import { ApiKeyType } from '../types/api-key.ts'
import { ownPayloadFields } from '../types/user-error.ts'
import type { Payload } from '../user-errors.ts'

const RevokeApiKeyInput = builder.inputType('RevokeApiKeyInput', {
  description: 'The key to revoke.',
  fields: (t) => ({
    id: t.globalID({ required: true, description: 'The `id` of an `ApiKey` of yours; not the secret.' }),
  }),
})

interface RevokeApiKeyPayload extends Payload {
  readonly apiKey?: RowOf<ApiKey>
}

const RevokeApiKeyPayloadType = builder.objectRef<RevokeApiKeyPayload>('RevokeApiKeyPayload').implement({
  description: 'What became of it: the key and the viewer as they are now, or why nothing happened.',
  fields: (t) => ({
    apiKey: t.field({
      type: ApiKeyType,
      nullable: true,
      description: 'The key as it is now; null when nothing happened.',
      resolve: ({ apiKey }) => apiKey ?? null,
    }),
    ...ownPayloadFields(t),
  }),
})

builder.mutationField('revokeApiKey', (t) =>
  t.field({
    type: RevokeApiKeyPayloadType,
    description:
      'Ends an API key of yours, at once and everywhere, for good. Doing it again changes nothing: the key keeps the instant it was first revoked at.',
    args: { input: t.arg({ type: RevokeApiKeyInput, required: true, description: 'The key to revoke.' }) },
    resolve: async (_root, { input }, context) => {
      const apiKey = await revokeApiKey(context, rowIdOf('ApiKey', input.id))
      return { apiKey, userErrors: [] }
    },
  }),
)
