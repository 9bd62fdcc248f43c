import { Command } from 'commander'
import { version } from '../build.ts'
import { addDoctor } from './doctor.ts'
import { addExport } from './export.ts'
import { addImport } from './import.ts'
import { addImportKeys } from './import-keys.ts'
import { addMigrate } from './migrate.ts'
import { addReconcile } from './reconcile.ts'
import { addToken } from './token.ts'

/** The command line, ready to be given its words; commands come in the order in which one needs them. */
export function createProgram(): Command {
  const program = new Command('viewer-gateway')
    .description(
      'One GraphQL Viewer over four legacy profile endpoints: what is done beside the gateway itself, which `npm start` starts.',
    )
    .version(version, '-V, --version', 'print the version')
    .exitOverride()
    .showHelpAfterError('Add --help to be told what there is.')
    .addHelpText('after', afterwards)
  for (const add of [addDoctor, addMigrate, addImport, addExport, addImportKeys, addToken, addReconcile]) add(program)
  return program
}

const afterwards = `
Examples:
  # what works here, and what to do about what does not
  $ viewer-gateway doctor
  # what a command is for, with examples
  $ viewer-gateway help import

In a clone, \`npm run -s gateway --\` stands for \`viewer-gateway\`.
Settings come from the environment, as the gateway’s do; README.md lists them. Without DATABASE_URL the data is in
DATA_DIR, which one process has at a time: stop the gateway first.
Data goes to standard output; progress and complaints to standard error, progress only where that is a terminal.
Exit status: 0 done, 1 something found or refused, 2 not understood, 130 interrupted.`
