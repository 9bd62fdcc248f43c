import { setTimeout as delay } from 'node:timers/promises'
import { type Line, liveness, openLine } from './line.ts'

/** What became of a while's requests. */
export interface Offered {
  readonly sent: number
  /** Milliseconds. */
  readonly served: readonly number[]
  readonly refused: readonly number[]
  readonly strange: number
  readonly unanswered: number
}

/** Asks over many connections, with as little work as can be. @param any the next request, whichever. */
export async function createLoad(port: number, lines: number, any: () => Buffer) {
  const idle: Line[] = []
  for (let count = 0; count < lines; count += 1) {
    const line = await openLine(port)
    // A connection that has never asked anything is soon closed.
    await line.ask(liveness)
    idle.push(line)
  }

  /** How many are served a second to so many callers as wait for each answer: all of them must be. */
  async function busy(callers: number, forSeconds: number): Promise<number> {
    const start = performance.now()
    let served = 0
    const call = async (line: Line) => {
      while (performance.now() - start < forSeconds * 1_000) {
        const status = await line.ask(any())
        if (status !== 200) throw new Error(`Below its capacity the gateway answered ${status}.`)
        served += 1
      }
    }
    await Promise.all(idle.slice(0, callers).map(call))
    return (served * 1_000) / (performance.now() - start)
  }

  /** So many a second, whatever becomes of them; a connection that waits for an answer asks nothing more meanwhile. */
  async function offer(perSecond: number, forSeconds: number): Promise<Offered> {
    const served: number[] = []
    const refused: number[] = []
    let [sent, strange, unanswered] = [0, 0, 0]
    const underWay = new Set<Promise<void>>()
    const ask = async (line: Line) => {
      const began = performance.now()
      const status = await Promise.race([line.ask(any()), delay(10_000, 0, { ref: false })])
      const duration = performance.now() - began
      if (status === 200) served.push(duration)
      else if (status === 503) refused.push(duration)
      else if (status === 0) unanswered += 1
      else strange += 1
      if (status > 0) idle.unshift(line)
    }
    const start = performance.now()
    for (let now = start; now - start < forSeconds * 1_000; now = performance.now()) {
      for (const due = ((now - start) / 1_000) * perSecond; sent < due; sent += 1) {
        const line = idle.pop()
        if (line === undefined) break
        const asked: Promise<void> = ask(line).finally(() => underWay.delete(asked))
        underWay.add(asked)
      }
      await delay(1)
    }
    await Promise.all(underWay)
    return { sent, served, refused, strange, unanswered }
  }

  return {
    busy,
    offer,
    end: () => {
      for (const { socket } of idle) socket.destroy()
    },
  }
}
