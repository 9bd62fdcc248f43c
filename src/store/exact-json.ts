/** JSON with amounts as text: a JSON number would pass through a float. */
export function exactJson(value: unknown): string {
  return JSON.stringify(value, (_key, one: unknown) => (typeof one === 'bigint' ? one.toString() : one))
}
