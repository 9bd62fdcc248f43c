/** What is answered, before it is an HTTP response. */
export interface Answer {
  readonly status: number
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string>>
  /** Null: no body at all. */
  readonly body: string | Uint8Array<ArrayBuffer> | null
}

/**
 * The response an answer becomes, with all of its headers at once: what is made of plain values goes to the socket as it
 * is, while each header that is changed afterwards costs more than it says (docs/performance.md).
 *
 * @param unlessSaid headers of every answer, where it does not say otherwise itself.
 * @param always headers that nothing in the answer may replace.
 */
export function responseOf(
  { status, headers, body }: Answer,
  unlessSaid: Answer['headers'],
  always: Answer['headers'],
): Response {
  // Spreading three would take V8 thirty times as long.
  return new Response(body, { status, headers: Object.assign({}, unlessSaid, headers, always) })
}

/** The answer in a response that another library has made; its body is text, whose length is the server's to count. */
export async function answerIn(response: Response): Promise<Answer> {
  const headers: Record<string, string> = {}
  response.headers.forEach((value, name) => {
    headers[name.toLowerCase()] = value
  })
  delete headers['content-length']
  return { status: response.status, headers, body: response.body === null ? null : await response.text() }
}
