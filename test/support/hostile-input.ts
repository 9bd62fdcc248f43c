import {
  type GraphQLInputType,
  type GraphQLNamedInputType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isListType,
  isRequiredInputField,
} from 'graphql'

/** A value whose text differs from JavaScript's own, or between JSON and GraphQL: `1e400`, the name of an enum's value. */
export class Written {
  readonly json: string
  readonly literal: string

  constructor(json: string, literal = json) {
    this.json = json
    this.literal = literal
  }
}

export type Value = Written | string | number | boolean | null | readonly Value[] | { readonly [key: string]: Value }

/** A value as the text of a variable, or of a literal in a document. */
export function written(value: Value, as: 'json' | 'literal'): string {
  if (value instanceof Written) return value[as]
  if (Array.isArray(value)) return `[${value.map((one) => written(one, as)).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const entries = Object.entries(value).map(([key, one]) => `${as === 'json' ? `"${key}"` : key}: ${written(one, as)}`)
  return `{${entries.join(',')}}`
}

/** One place of a mutation's input that takes a plain value. */
export interface Place {
  readonly mutation: string
  readonly inputType: string
  /** From the input down: `account.legacy.id`, `events[].quantity`. */
  readonly path: string
  /** What it takes; of a list, what its items are. */
  readonly type: GraphQLNamedInputType
  readonly nullable: boolean
  /** The whole input with a value here, and beside it only what has to be. */
  readonly inputWith: (value: Value) => Value
}

/** Every place of every mutation, from the schema, so that a new mutation is among them by itself. */
export function placesOf(schema: GraphQLSchema, usual: Readonly<Record<string, Value>>): Place[] {
  const mutations = Object.values(schema.getMutationType()?.getFields() ?? {})
  return mutations.flatMap(({ name, args }) =>
    args.flatMap((arg) =>
      within(arg.type, '').map(({ path, type, nullable, put }) => ({
        mutation: name,
        inputType: String(arg.type),
        path,
        type,
        nullable,
        inputWith: put,
      })),
    ),
  )

  interface Inner {
    readonly path: string
    readonly type: GraphQLNamedInputType
    readonly nullable: boolean
    readonly put: (value: Value) => Value
  }

  function within(type: GraphQLInputType, path: string): Inner[] {
    const bare = getNullableType(type)
    if (isListType(bare)) {
      return within(bare.ofType, `${path}[]`).map((inner) => ({ ...inner, put: (value) => [inner.put(value)] }))
    }
    const named = getNamedType(type)
    if (!isInputObjectType(named)) return [{ path, type: named, nullable: bare === type, put: (value) => value }]
    return Object.values(named.getFields()).flatMap((field) => {
      const beside = named.isOneOf
        ? []
        : Object.values(named.getFields()).filter((one) => one !== field && isRequiredInputField(one))
      const others = Object.fromEntries(beside.map((one) => [one.name, usually(one.type)]))
      return within(field.type, path === '' ? field.name : `${path}.${field.name}`).map((inner) => ({
        ...inner,
        nullable: inner.nullable && !named.isOneOf,
        put: (value: Value) => ({ ...others, [field.name]: inner.put(value) }),
      }))
    })
  }

  function usually(type: GraphQLInputType): Value {
    const bare = getNullableType(type)
    if (isListType(bare)) return [usually(bare.ofType)]
    const named = getNamedType(type)
    if (isEnumType(named)) return word(named.getValues()[0]?.name ?? '')
    if (isInputObjectType(named)) {
      const fields = Object.values(named.getFields())
      const needed = named.isOneOf ? fields.slice(0, 1) : fields.filter(isRequiredInputField)
      return Object.fromEntries(needed.map((field) => [field.name, usually(field.type)]))
    }
    const value = usual[named.name]
    if (value === undefined) throw new Error(`Nothing usual is known of ${named.name}.`)
    return value
  }
}

export function word(name: string): Written {
  return new Written(JSON.stringify(name), name)
}
