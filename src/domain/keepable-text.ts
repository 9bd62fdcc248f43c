import { z } from 'zod'

/** PostgreSQL has no U+0000 and turns a lone surrogate into U+FFFD: such text is refused, nothing is replaced. */
export function isKeepable(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0')
}

/** Completes "<field> …". */
export const keepableRule = 'must be well-formed text without U+0000'

export const KeepableText = z.string().refine(isKeepable, keepableRule)

/** Code points. */
export const longestLine = 255

/** A name or a short remark: stored exactly as sent, not blank, at most 255 code points. */
export const Line = KeepableText.refine((value) => value.trim() !== '', 'must not be blank').refine(
  (value) => [...value].length <= longestLine,
  `must be at most ${longestLine} characters`,
)
