#!/usr/bin/env node
import { Command, CommanderError } from 'commander'
import { Refusal } from '../domain/refusal.ts'
import { SettingsError } from '../env.ts'
import { DirectoryLockedError } from '../store/directory-lock.ts'
import { CommandError } from './command-error.ts'
import { addExport } from './export.ts'
import { addImport } from './import.ts'
import { addImportKeys } from './import-keys.ts'
import { addMigrate } from './migrate.ts'
import { addReconcile } from './reconcile.ts'
import { addToken } from './token.ts'

const program = new Command('viewer-gateway')
  .description(
    'One GraphQL Viewer over four legacy profile endpoints. Settings come from the environment, as the gateway’s do.',
  )
  .exitOverride()
  .showHelpAfterError()

for (const add of [addImport, addExport, addImportKeys, addToken, addReconcile, addMigrate]) add(program)
for (const command of program.commands) command.exitOverride()

try {
  await program.parseAsync()
} catch (error) {
  process.exitCode = exitCodeOf(error)
}

/** What the caller can mend is told in a line; commander has told its own already. */
function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode
  const isMendable = [CommandError, SettingsError, DirectoryLockedError, Refusal].some((kind) => error instanceof kind)
  console.error(isMendable ? (error as Error).message : error)
  return 1
}
