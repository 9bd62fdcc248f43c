/**
 * What was expected, if what came is like it, and what came otherwise: for `expect(…).toBe(expected)`, whose difference
 * then shows both. In what is expected `…` stands for anything (in JSON, `"…"` for any value or more of them), and an instant for
 * any instant written the same way. JSON is compared without its spaces, keys in their order.
 */
export function likened(came: string, expected: string): string {
  return patternOf(compact(expected).replaceAll('"…"', '…')).test(compact(came)) ? expected : spread(came)
}

const instants = /(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{3})?Z)/

function patternOf(expected: string): RegExp {
  const parts = expected.split(/(…)/).flatMap((part) => part.split(instants))
  const sources = parts.map((part) => {
    if (part === '…') return '[\\s\\S]*?'
    return instants.test(part) ? part.replace(/\d/g, '\\d').replace('.', '\\.') : escaped(part)
  })
  return new RegExp(`^${sources.join('')}$`)
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')
}

function compact(text: string): string {
  const json = parsed(text)
  return json === undefined ? text.trim().replace(/[ \t\r]+$/gm, '') : JSON.stringify(json)
}

function spread(text: string): string {
  const json = parsed(text)
  return json === undefined ? text : `${JSON.stringify(json, null, 2)}\n`
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
