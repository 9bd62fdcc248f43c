/** Set when a version of a legacy API is to be shut down. */
export interface Deprecation {
  readonly message: string
  readonly shutdownDate: Date
  /** Since when it has been known. */
  readonly since: Date
}

/** `Deprecation` (RFC 9745 section 2.1) and `Sunset` (RFC 8594 section 3). */
export function deprecationHeaders(deprecation: Deprecation | null): Record<string, string> {
  if (deprecation === null) return {}
  return {
    deprecation: `@${Math.floor(deprecation.since.getTime() / 1000)}`,
    sunset: deprecation.shutdownDate.toUTCString(),
  }
}
