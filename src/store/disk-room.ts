import { existsSync, statfsSync } from 'node:fs'
import { dirname, resolve } from 'node:path'

/** Megabytes of disk without which an embedded database is not begun, or not opened. */
export const roomNeeded = { toBegin: 64, toOpen: 16 } as const

/** What whoever runs this may still write where a directory is, in megabytes. */
export function freeMegabytes(directory: string): number {
  const { bavail, bsize } = statfsSync(directory)
  return Math.floor((bavail * bsize) / 1_000_000)
}

/** The directory itself, or of those it would be made in the first that is there. */
export function nearestDirectory(path: string): string {
  const directory = resolve(path)
  return existsSync(directory) || dirname(directory) === directory ? directory : nearestDirectory(dirname(directory))
}
