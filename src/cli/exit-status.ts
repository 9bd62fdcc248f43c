import { CommanderError } from 'commander'
import { UsageError } from './command-error.ts'

/** What a process ends with, as every command's help says it. */
export const exitStatus = {
  done: 0,
  /** A check found something, a record was refused, or the work could not be done. */
  refused: 1,
  /** The command line itself. */
  notUnderstood: 2,
  /** 128 and the signal's number, as shells have it. */
  interrupted: 130,
  terminated: 143,
  /** Whoever read the output has gone. */
  unread: 141,
} as const

/** Of a command that ended by raising this. */
export function exitStatusOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitStatus.done : exitStatus.notUnderstood
  return error instanceof UsageError ? exitStatus.notUnderstood : exitStatus.refused
}
