/** RFC 9457, for what belongs to no face: unknown paths, and what is no request at all. */
export function problemBody(status: number, title: string, requestId: string, detail?: string): string {
  return JSON.stringify({ type: 'about:blank', title, status, detail, instance: `urn:uuid:${requestId}` })
}

export const problemHeaders = { 'content-type': 'application/problem+json' } as const
