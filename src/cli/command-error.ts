/** Something the caller of a command can mend: told in a line, exit status 1. */
export class CommandError extends Error {
  override readonly name = 'CommandError'
}
