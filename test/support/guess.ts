/**
 * A guess at a name that the sender may have meant: it would show a schema that is not to be read. The parser's advice on
 * quotation marks and braces repeats what was sent, and shows nothing.
 */
export const guess = /did you mean (?!to use a double quote|\\?"\w+ \{ \.\.\. \}\\?"\?)/i
