import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { CommandError } from './command-error.ts'
import { type Line, linesOf } from './lines.ts'
import { progressOf } from './progress.ts'

const chunkSize = 250

/**
 * A file's lines (`-`: standard input) in chunks, with a progress bar where somebody is looking; memory does not grow
 * with the file.
 *
 * @throws CommandError when there is no such file.
 */
export async function* chunksOf(file: string): AsyncGenerator<readonly Line[]> {
  if (file !== '-' && !(await isFile(file))) throw new CommandError(`There is no file ${file}.`)
  const progress = await progressOf(file)
  const input = file === '-' ? process.stdin : createReadStream(file)
  let chunk: Line[] = []
  let records = 0
  try {
    for await (const line of linesOf(input)) {
      chunk.push(line)
      if (chunk.length < chunkSize) continue
      yield chunk
      records += chunk.length
      progress.update(line.bytesRead, records)
      chunk = []
    }
    if (chunk.length > 0) yield chunk
  } finally {
    progress.stop()
  }
}

function isFile(file: string): Promise<boolean> {
  return stat(file).then(
    (found) => !found.isDirectory(),
    () => false,
  )
}
