import {
  coerceInputValue,
  GraphQLError,
  type GraphQLSchema,
  getVariableValues,
  isInputType,
  typeFromAST,
  type VariableDefinitionNode,
} from 'graphql'
import { errorLimit } from './error-limit.ts'

/**
 * Checks the variables of an operation before anything else looks at them, in time linear in their size: it stops at the
 * tenth error and never prints a value that does not fit. The engine prints the whole value again for each error, and the
 * cost calculation has no limit at all, so neither may meet variables that were not checked here.
 *
 * @throws AggregateError of at most `errorLimit` GraphQLErrors.
 */
export function checkVariables(
  schema: GraphQLSchema,
  definitions: readonly VariableDefinitionNode[],
  values: Readonly<Record<string, unknown>>,
): void {
  const errors: GraphQLError[] = []
  for (const definition of definitions) {
    const name = definition.variable.name.value
    const type = typeFromAST(schema, definition.type)
    const isGiven = Object.hasOwn(values, name) && values[name] !== null
    // A variable without a value, and a type that is none, are the engine's to judge: it prints no value for them.
    if (!isGiven || !isInputType(type)) continue
    try {
      coerceInputValue(
        values[name],
        type,
        (_path, _value, error) => {
          errors.push(new GraphQLError(error.message, { nodes: definition, originalError: error }))
          if (errors.length >= errorLimit) throw enough
        },
        true,
      )
    } catch (error) {
      if (error !== enough) throw error
      break
    }
  }
  if (errors.length === 0) {
    const options = { maxErrors: errorLimit - 1, hideSuggestions: true }
    errors.push(...(getVariableValues(schema, definitions, values, options).errors ?? []))
  }
  if (errors.length > 0) throw new AggregateError(errors)
}

const enough = new Error('No more errors are collected.')
