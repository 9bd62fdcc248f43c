import { createApiKey } from '../../actions/create-api-key.ts'
import { Line } from '../../domain/keepable-text.ts'
import type { ApiKey } from '../../domain/lists.ts'
import { mostApiKeys } from '../../domain/resources.ts'
import { builder } from '../builder.ts'
import type { RowOf } from '../page.ts'
import { ApiKeyType } from '../types/api-key.ts'
import { ownPayloadFields } from '../types/user-error.ts'
import type { Payload } from '../user-errors.ts'

const CreateApiKeyInput = builder.inputType('CreateApiKeyInput', {
  description: 'The key to make.',
  fields: (t) => ({
    name: t.string({
      validate: { schema: Line },
      description: 'What to call it, at most 255 characters; it need not have a name.',
    }),
  }),
})

interface CreateApiKeyPayload extends Payload {
  readonly apiKey?: RowOf<ApiKey>
  readonly secret?: string
}

const CreateApiKeyPayloadType = builder.objectRef<CreateApiKeyPayload>('CreateApiKeyPayload').implement({
  description: 'What became of it: the key and its secret, or why nothing happened.',
  fields: (t) => ({
    apiKey: t.field({
      type: ApiKeyType,
      nullable: true,
      description: 'The key; null when nothing happened.',
      resolve: ({ apiKey }) => apiKey ?? null,
    }),
    secret: t.string({
      nullable: true,
      description:
        'The secret to send as `Authorization: Bearer` or `X-API-Key`. Shown this once and not kept: whoever loses it makes another key. Null when nothing happened.',
      resolve: ({ secret }) => secret ?? null,
    }),
    ...ownPayloadFields(t),
  }),
})

builder.mutationField('createApiKey', (t) =>
  t.field({
    type: CreateApiKeyPayloadType,
    description: `Makes an API key that stands for your account. It works at once, at every endpoint that takes API keys. \`LIMIT_REACHED\` when ${mostApiKeys} are active, imported ones included: revoke one. It takes no idempotency key: after no answer or a 503, look at \`resources.apiKeys\` before you ask again, and revoke a key whose secret never came.`,
    args: { input: t.arg({ type: CreateApiKeyInput, required: true, description: 'The key to make.' }) },
    resolve: async (_root, { input }, context) => {
      const { secret, ...apiKey } = await createApiKey(context, input.name ?? null)
      return { apiKey, secret, userErrors: [] }
    },
  }),
)
