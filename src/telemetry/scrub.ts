/** Characters of one text that are worth a line; looking through more would hold everybody up. */
const textMost = 8_000

/** Secrets and addresses never reach a log, not even inside a message or a stack that quotes its input. */
export function scrub(text: string): string {
  return text
    .slice(0, textMost)
    .replace(/\beyJ[\w.-]*/g, '[token]')
    .replace(/\bvgk_\w+/g, '[key]')
    .replace(/[^\s"<>(),;:=@]{0,63}[^\s"<>(),;:=/@]@[^\s"'<>(),;/@]+/g, '[address]')
}

/** Characters of a name that somebody else has chosen. */
const nameMost = 64

/** The plain names of those that come again and again: all of them are forgotten when they are too many. */
const known = new Map<string, string>()
const knownMost = 1_000

/** A name that somebody else has chosen, as it may stand in a log line or a label: short, of plain signs, no secret. */
export function plainName(given: string): string {
  // Enough to know a secret by whose end is cut off.
  const name = given.slice(0, 4 * nameMost)
  const before = known.get(name)
  if (before !== undefined) return before
  const plain = scrub(name)
    .slice(0, nameMost)
    .replace(/[^\w.:/[\]-]/g, '_')
  if (known.size >= knownMost) known.clear()
  known.set(name, plain)
  return plain
}
