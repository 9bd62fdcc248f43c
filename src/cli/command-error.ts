/** Something the caller of a command can mend: told in a line, exit status 1. */
export class CommandError extends Error {
  override readonly name: string = 'CommandError'
}

/** A command line that cannot be meant: told in a line, exit status 2. */
export class UsageError extends CommandError {
  override readonly name = 'UsageError'
}
