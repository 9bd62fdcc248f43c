import { type DefinitionNode, type DocumentNode, Kind, visit } from 'graphql'

/** How much a document holds, as it is written: before it is known whether it is valid, and whatever its fragments add. */
export interface DocumentSize {
  /** Of the largest operation or fragment. */
  readonly fields: number
  readonly aliases: number
  readonly directives: number
  /**
   * Fields of one name in the answer, of the name there are most of: in one operation together with all fragments, since
   * validation compares those pair by pair wherever fragments bring them together.
   */
  readonly repeats: number
}

export function documentSizeOf({ definitions }: DocumentNode): DocumentSize {
  const parts = definitions.map(partOf)
  const fragments = repeatsIn(parts.filter(({ isOperation }) => !isOperation))
  const each = parts.filter(({ isOperation }) => isOperation).map((operation) => mostRepeated(operation, fragments))
  return {
    fields: Math.max(0, ...parts.map(({ fields }) => fields)),
    aliases: parts.reduce((sum, { aliases }) => sum + aliases, 0),
    directives: parts.reduce((sum, { directives }) => sum + directives, 0),
    repeats: Math.max(0, ...fragments.values(), ...each),
  }
}

type Repeats = ReadonlyMap<string, number>

interface Part {
  readonly isOperation: boolean
  readonly fields: number
  readonly aliases: number
  readonly directives: number
  readonly repeats: Repeats
}

function partOf(definition: DefinitionNode): Part {
  let [fields, aliases, directives] = [0, 0, 0]
  const repeats = new Map<string, number>()
  visit(definition, {
    Field: ({ alias, name }) => {
      fields += 1
      if (alias) aliases += 1
      const shown = (alias ?? name).value
      repeats.set(shown, (repeats.get(shown) ?? 0) + 1)
    },
    Directive: () => {
      directives += 1
    },
  })
  return { isOperation: definition.kind === Kind.OPERATION_DEFINITION, fields, aliases, directives, repeats }
}

function repeatsIn(parts: readonly Part[]): Repeats {
  const sum = new Map<string, number>()
  for (const { repeats } of parts) for (const [name, times] of repeats) sum.set(name, (sum.get(name) ?? 0) + times)
  return sum
}

function mostRepeated({ repeats }: Part, fragments: Repeats): number {
  let most = 0
  for (const [name, times] of repeats) most = Math.max(most, times + (fragments.get(name) ?? 0))
  return most
}
