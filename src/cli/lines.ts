/** One line of a file, by its number from 1. */
export interface Line {
  readonly number: number
  /** Null: it is not UTF-8, or longer than any record. */
  readonly text: string | null
  /** Of the input, up to here. */
  readonly bytesRead: number
}

const longestLine = 1_000_000
const newline = 0x0a

/** The lines of a stream, empty ones passed over. Bytes are decoded line by line, so that a bad one spoils only its own. */
export async function* linesOf(input: AsyncIterable<Uint8Array>): AsyncGenerator<Line> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let number = 0
  let bytesRead = 0
  let pending = Buffer.alloc(0)
  let tooLong = false

  const line = (bytes: Buffer): Line | null => {
    number += 1
    const text = tooLong || bytes.length > longestLine ? null : decoded(bytes, decoder)
    tooLong = false
    return text?.trim() === '' ? null : { number, text, bytesRead }
  }

  for await (const chunk of input) {
    bytesRead += chunk.byteLength
    let rest = Buffer.concat([pending, chunk])
    for (let end = rest.indexOf(newline); end >= 0; end = rest.indexOf(newline)) {
      const next = line(rest.subarray(0, end))
      if (next) yield next
      rest = rest.subarray(end + 1)
    }
    // A line without an end must not fill the memory.
    tooLong ||= rest.length > longestLine
    pending = tooLong ? Buffer.alloc(0) : rest
  }
  const last = pending.length > 0 || tooLong ? line(pending) : null
  if (last) yield last
}

function decoded(bytes: Buffer, decoder: TextDecoder): string | null {
  try {
    return decoder.decode(bytes).replace(/\r$/, '')
  } catch {
    return null
  }
}
