type Headers = Readonly<Record<string, string>>

/** What is answered, before it is an HTTP response. */
export interface Answer {
  readonly status: number
  /** By lower-case name. */
  readonly headers: Headers
  /** Null: no body at all. */
  readonly body: string | null
}

/**
 * The response an answer becomes, with all of its headers at once: an answer of plain values goes to the socket as it is,
 * while each header that is changed afterwards costs more than what it says (docs/performance.md). What another library
 * has answered is changed all the same.
 *
 * @param unlessSaid headers of every answer, where it does not say otherwise itself.
 * @param always headers that nothing in the answer may replace.
 */
export function responseOf(answer: Answer | Response, unlessSaid: Headers, always: Headers): Response {
  if (!(answer instanceof Response)) {
    const { status, headers, body } = answer
    return new Response(body, { status, headers: { ...unlessSaid, ...headers, ...always } })
  }
  const { headers } = answer
  for (const [name, value] of Object.entries(unlessSaid)) if (!headers.has(name)) headers.set(name, value)
  for (const [name, value] of Object.entries(always)) headers.set(name, value)
  return answer
}
