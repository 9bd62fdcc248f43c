import { isLosslessNumber, parse } from 'lossless-json'

/** One line of a JSON text laid out for people, with the place it shows. */
export interface JsonLine {
  readonly depth: number
  /** Before the value: `"key": `, or nothing in a list and for a closing bracket. */
  readonly key: string
  /** The value as it stands in the bytes, or the bracket that opens or closes one. */
  readonly text: string
  /** `user.plan.name`; empty for brackets of the whole, and for what closes. */
  readonly place: string
  readonly kind: 'text' | 'number' | 'word' | 'bracket'
}

/** A body laid out, each value as its own bytes: a number keeps its text. Null when it is no JSON. */
export function linesOfBody(body: string): readonly JsonLine[] | null {
  try {
    return linesOf(parse(body))
  } catch {
    return null
  }
}

/**
 * A value laid out.
 *
 * @param nameOf what an entry of a list is called in a place, where it has a name.
 */
export function linesOf(value: unknown, nameOf: (entry: unknown) => string | null = () => null): readonly JsonLine[] {
  return layOut(value, { depth: 0, key: '', place: '', comma: '' })

  function layOut(
    value: unknown,
    at: { readonly depth: number; readonly key: string; readonly place: string; readonly comma: string },
  ): JsonLine[] {
    const { depth, key, place, comma } = at
    const line = (text: string, kind: JsonLine['kind']): JsonLine => ({
      depth,
      key,
      text: `${text}${comma}`,
      place,
      kind,
    })
    if (isLosslessNumber(value)) return [line(value.value, 'number')]
    if (typeof value === 'number') return [line(String(value), 'number')]
    if (typeof value === 'string') return [line(JSON.stringify(value), 'text')]
    if (typeof value !== 'object' || value === null) return [line(String(value), 'word')]

    const isList = Array.isArray(value)
    const members: readonly (readonly [string, unknown])[] = isList
      ? value.map((entry) => [nameOf(entry) ?? '', entry])
      : Object.entries(value).filter(([name]) => name !== '__typename')
    const [open, close] = isList ? ['[', ']'] : ['{', '}']
    const isPlain = isList && value.every((entry) => typeof entry !== 'object' || entry === null)
    if (members.length === 0 || isPlain) {
      const inner = members.map(([, entry]) => JSON.stringify(entry)).join(', ')
      return [line(`${open}${inner}${close}`, members.length === 0 ? 'bracket' : 'text')]
    }
    return [
      { depth, key, text: open, place, kind: 'bracket' },
      ...members.flatMap(([name, entry], index) =>
        layOut(entry, {
          depth: depth + 1,
          key: isList ? '' : `${JSON.stringify(name)}: `,
          place: [place, name].filter(Boolean).join('.'),
          comma: index < members.length - 1 ? ',' : '',
        }),
      ),
      { depth, key: '', text: `${close}${comma}`, place: '', kind: 'bracket' },
    ]
  }
}
