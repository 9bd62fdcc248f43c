import { plainName } from './scrub.ts'

/** What stands for all names beyond the bound. */
export const otherName = 'other'

/**
 * Names that others choose, as labels: each as plain as it has to be, and only so many of them. Whoever comes after the last
 * one is `other` for as long as the process lives: a label that once was must go on meaning the same.
 */
export function createVocabulary(most: number): (name: string) => string {
  const known = new Map<string, string>()
  return (name) => {
    const before = known.get(name)
    if (before !== undefined) return before
    if (known.size >= most || name.length > longest) return otherName
    const label = plainName(name)
    known.set(name, label)
    return label
  }
}

/** Characters of a name that is kept: none of any use is longer. */
const longest = 256
