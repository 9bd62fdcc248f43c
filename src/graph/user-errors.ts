import Builder, { BasePlugin, type PothosOutputFieldConfig, type SchemaTypes } from '@pothos/core'
import type { GraphQLFieldResolver } from 'graphql'
import { requirePrincipal } from '../auth/principal.ts'
import { type FieldProblem, Refusal, type RefusalCode } from '../domain/refusal.ts'
import { errorLimit } from './error-limit.ts'
import type { GraphContext } from './graph-context.ts'

/** Why a mutation did not happen, as data: nothing was written. */
export interface UserError extends Partial<FieldProblem> {
  readonly message: string
  readonly code: ExpectedCode
}

/** What every mutation answers with, before the fields of its own. */
export interface Payload {
  readonly userErrors: readonly UserError[]
}

/** The refusals a caller must expect of its own input; every other one is a top-level error. */
const expected = [
  'INVALID',
  'CONFLICT',
  'NOT_FOUND',
  'INSUFFICIENT_CREDITS',
  'ACCOUNT_RESTRICTED',
  'HOLD_CLOSED',
  'LIMIT_REACHED',
  'IDEMPOTENCY_MISMATCH',
] as const satisfies readonly RefusalCode[]
export type ExpectedCode = (typeof expected)[number]

declare global {
  export namespace PothosSchemaTypes {
    export interface Plugins<Types extends SchemaTypes> {
      userErrors: UserErrorsPlugin<Types>
    }
  }
}

/**
 * Wraps every mutation: it does not begin without credentials, before its input is looked at, nor past the request's
 * deadline; and an expected refusal, its own or plugin-zod's, becomes at most `errorLimit` `userErrors` in the payload.
 */
export class UserErrorsPlugin<Types extends SchemaTypes> extends BasePlugin<Types> {
  static readonly pluginName = 'userErrors' as const

  override wrapResolve(
    resolve: GraphQLFieldResolver<unknown, Types['Context'], object>,
    field: PothosOutputFieldConfig<Types>,
  ): GraphQLFieldResolver<unknown, Types['Context'], object> {
    if (field.kind !== 'Mutation') return resolve
    return async (...call) => {
      // A plugin is written for any builder; this one serves ours.
      const context = call[2] as GraphContext
      context.assertAwaited()
      requirePrincipal(context.principal)
      try {
        return await resolve(...call)
      } catch (error) {
        const code = expected.find((one) => error instanceof Refusal && error.code === one)
        if (code && error instanceof Refusal) {
          context.record.refusals.push(error)
          return { userErrors: userErrorsOf(code, error) }
        }
        throw error
      }
    }
  }
}

function userErrorsOf(code: ExpectedCode, { message, details }: Refusal): UserError[] {
  const fields = (details.fields ?? []).slice(0, errorLimit)
  return fields.length === 0 ? [{ message, code }] : fields.map((problem) => ({ ...problem, code }))
}

Builder.registerPlugin(UserErrorsPlugin.pluginName, UserErrorsPlugin)
