import type { Command } from 'commander'

export interface Lesson {
  /** What to type after the program's name, and what for. Every one is run by a test. */
  readonly examples: readonly (readonly [command: string, what: string])[]
  /** What else than failing an exit status of 1 stands for. */
  readonly found?: string
}

/** Says after a command's help what one would otherwise look for in the papers. */
export function teach(command: Command, { examples, found }: Lesson): void {
  const shown = examples.map(([text, what]) => `  # ${what}\n  $ viewer-gateway ${text}`)
  command.addHelpText(
    'after',
    `
Examples:
${shown.join('\n')}

Settings come from the environment, as the gateway’s do: DATABASE_URL, or DATA_DIR for the embedded database.
Exit status: 0 done, 1 ${found === undefined ? '' : `${found}, or `}not done (it says why), 2 not understood, 130 interrupted.`,
  )
}
