import { z } from 'zod'

/** PostgreSQL has no U+0000 and turns a lone surrogate into U+FFFD: such text is refused, nothing is replaced. */
export function isKeepable(text: string): boolean {
  return keepable.test(text)
}

const keepable = /^[^\0\p{Surrogate}]*$/u

/** Completes "<field> …". */
export const keepableRule = 'must be well-formed text without U+0000'

/** Patterns rather than functions, as far as they go, so that the JSON Schemas that are derived from it say the same. */
export const KeepableText = z.string().regex(keepable, { error: keepableRule, abort: true })

/** Code points. */
export const longestLine = 255

/** Of the characters with Unicode's property White_Space, `\s` knows all but U+0085; a zero-width space is none. */
const notBlank = /[^\s\u0085]/u

/** A name or a short remark: stored exactly as sent, not blank, at most 255 code points. */
export const Line = KeepableText.regex(notBlank, 'must not be blank')
  .refine((value) => [...value].length <= longestLine, `must be at most ${longestLine} characters`)
  // JSON Schema counts code points, as we do; the library's own bound counts UTF-16 units.
  .meta({ maxLength: longestLine })
