/** An open vocabulary's word by its name in the graph, where it has one; OTHER for any other. */
export function knownWord<const Word extends string>(known: readonly Word[], word: string): Uppercase<Word> | 'OTHER' {
  const found = known.find((one) => one === word)
  return found ? (found.toUpperCase() as Uppercase<Word>) : 'OTHER'
}
