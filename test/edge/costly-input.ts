/** One sort of input that costs much to refuse, at about `size` bytes. */
export type Costly = (size: number) => string

/** As many of something as fit. */
export function filled(size: number, one: (n: number) => string, separator = ''): string {
  const parts: string[] = []
  for (let length = 0; ; ) {
    const part = one(parts.length)
    length += part.length + separator.length
    if (length > size && parts.length > 0) return parts.join(separator)
    parts.push(part)
  }
}

/** What is left of a body for the costly part. */
export const room = (size: number) => size - 400

/** A GraphQL request as a JSON body. */
export const request = (query: string, variables = '{}') =>
  `{"query":${JSON.stringify(query)},"variables":${variables}}`
