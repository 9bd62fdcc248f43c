#!/usr/bin/env node
import { CommanderError } from 'commander'
import { Refusal } from '../domain/refusal.ts'
import { SettingsError } from '../env.ts'
import { DirectoryLockedError } from '../store/directory-lock.ts'
import { CommandError } from './command-error.ts'
import { exitStatus, exitStatusOf } from './exit-status.ts'
import { createProgram } from './program.ts'

// What is under way goes no further than what has been acknowledged, as at any other end.
process.once('SIGINT', () => process.exit(exitStatus.interrupted))
process.once('SIGTERM', () => process.exit(exitStatus.terminated))
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
  process.exit(exitStatus.unread)
})

try {
  await createProgram().parseAsync()
} catch (error) {
  if (!(error instanceof CommanderError)) console.error(isMendable(error) ? error.message : error)
  process.exitCode = exitStatusOf(error)
}
// Once all is written, whatever is left is waited for by nobody: the schema engine leaves a timer of ten seconds behind.
process.stdout.write('', () => process.exit())

/** What the caller can mend is told in a line; commander has told its own already. */
function isMendable(error: unknown): error is Error {
  return [CommandError, SettingsError, DirectoryLockedError, Refusal].some((kind) => error instanceof kind)
}
