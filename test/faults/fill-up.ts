import { closeSync, openSync, writeSync } from 'node:fs'

/** Takes all the room that is left on a disk, to the last block, with one file. */
export function fillUp(file: string): void {
  const descriptor = openSync(file, 'w')
  try {
    for (const size of [1_048_576, 4_096]) {
      const block = Buffer.alloc(size, 1)
      try {
        for (;;) writeSync(descriptor, block)
      } catch {}
    }
  } finally {
    closeSync(descriptor)
  }
}
