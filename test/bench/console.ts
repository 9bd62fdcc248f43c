import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { launchBrowser } from '../support/browser.ts'
import { startBuilt } from '../support/built-gateway.ts'

const visits = 10

/** How soon the console shows something, from loopback, to a browser that has never been there; and what it loads. */
async function measure(): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), 'viewer-gateway-console-'))
  const gateway = await startBuilt({ DATA_DIR: dataDir })
  const browser = await launchBrowser()
  try {
    const paints: number[] = []
    const answers: number[] = []
    for (let visit = 0; visit < visits; visit += 1) {
      const visitor = await browser.newContext({ viewport: { width: 1280, height: 900 } })
      const page = await visitor.newPage()
      await page.goto(`${gateway.url}/`)
      await page.getByRole('button', { name: /^ada@example.com/ }).waitFor()
      const paint = await page.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0)
      paints.push(paint)
      const before = performance.now()
      await page.getByRole('button', { name: /^ada@example.com/ }).click()
      await page.getByRole('region', { name: 'Credits' }).waitFor()
      answers.push(performance.now() - before)
      await visitor.close()
    }
    const script = gzipSync(await readFile('dist/pages/console/main.js')).byteLength
    console.log(`first contentful paint: ${spread(paints)} ms, of ${visits} visits; the goal is below 1000`)
    console.log(`from a click on a demo person to its cards: ${spread(answers)} ms`)
    console.log(`script as it is sent (gzip): ${(script / 1000).toFixed(1)} kB; the goal is at most 150`)
  } finally {
    await browser.close()
    await gateway.end()
    await rm(dataDir, { recursive: true, force: true })
  }
}

function spread(values: readonly number[]): string {
  const sorted = [...values].sort((one, other) => one - other)
  return `median ${sorted[Math.floor(sorted.length / 2)]?.toFixed(0)}, ${sorted[0]?.toFixed(0)} to ${sorted.at(-1)?.toFixed(0)}`
}

await measure()
