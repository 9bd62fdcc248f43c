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

/** A name that somebody else has chosen, as it may stand in a log line or a label: short, of plain signs, no secret. */
export function plainName(name: string): string {
  return scrub(name.slice(0, 4 * nameMost))
    .slice(0, nameMost)
    .replace(/[^\w.:/@[\]-]/g, '_')
}
