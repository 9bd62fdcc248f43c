/** PostgreSQL has no U+0000 and turns a lone surrogate into U+FFFD: such text is refused, nothing is replaced. */
export function isKeepable(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0')
}

/** Completes "<field> …". */
export const keepableRule = 'must be well-formed text without U+0000'
