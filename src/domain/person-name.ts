/** First and last name as one display name: one space between, empties skipped (contract, user-profile). */
export function joinName(firstName: string, lastName: string): string {
  return [firstName, lastName].filter((part) => part !== '').join(' ')
}

/** Without a stored pair the names are what stands before and after the first run of white space. */
export function splitName(displayName: string | null): { firstName: string; lastName: string } {
  const [, before, after] = /^(.*?)[\s\u0085]+(.*)$/su.exec(displayName ?? '') ?? []
  return { firstName: before ?? displayName ?? '', lastName: after ?? '' }
}
