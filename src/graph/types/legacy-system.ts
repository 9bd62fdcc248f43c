import { EnumRef } from '@pothos/core'
import { builder, type SchemaTypes } from '../builder.ts'

/** Its values are the listed shapes' own names, which `createSchema` is told: a new shape needs nothing here. */
export const LegacySystem = new EnumRef<SchemaTypes & PothosSchemaTypes.ExtendDefaultTypes<SchemaTypes>, string>(
  'LegacySystem',
)

export function defineLegacySystem(systems: readonly string[]): void {
  const values = Object.fromEntries(systems.map((system) => [system, { description: describe(system) }]))
  const description = 'A product the company grew by; each goes on answering its own profile endpoint.'
  LegacySystem.updateConfig({
    kind: 'Enum',
    graphqlKind: 'Enum',
    name: 'LegacySystem',
    values: Object.fromEntries(
      Object.entries(values).map(([name, value]) => [name, { ...value, value: name, pothosOptions: {} }]),
    ),
    description,
    pothosOptions: { values, description } as never,
    extensions: undefined,
    astNode: undefined,
  })
  builder.configStore.addTypeRef(LegacySystem as never)
}

function describe(system: string): string {
  return `The system behind ${system.toLowerCase().replaceAll('_', '-')}.`
}
