import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'

const usual = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/snap/bin/chromium']
const chromiumPath = [process.env.CHROMIUM_PATH ?? '', ...usual].find((path) => path !== '' && existsSync(path))

/** Whether there is a browser; without one, says once what is skipped. */
export function hasBrowser(what: string): boolean {
  if (chromiumPath !== undefined) return true
  console.log(`\nSkipped: ${what} in a browser. To run it: CHROMIUM_PATH=/path/to/chromium\n`)
  return false
}

/** Every page is held to these: two themes, a desk and a telephone. */
export const settings = [
  { theme: 'light', width: 1280 },
  { theme: 'dark', width: 1280 },
  { theme: 'light', width: 390 },
  { theme: 'dark', width: 390 },
] as const

export type Setting = (typeof settings)[number]

export function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: chromiumPath ?? '',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
}

/** A visitor of its own, who remembers nothing. */
export async function newVisitor(
  browser: Browser,
  { theme, width }: Setting,
  /** Told what a page did that it must not: asked another machine, complained, broke the policy. */
  { origin, wrongs }: { readonly origin: string; readonly wrongs: string[] },
): Promise<BrowserContext> {
  const visitor = await browser.newContext({ viewport: { width, height: 900 }, colorScheme: theme })
  visitor.on('request', (request) => {
    const url = request.url()
    if (!/^(data|blob):/.test(url) && !url.startsWith(`${origin}/`)) wrongs.push(`a request to ${url}`)
  })
  visitor.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) wrongs.push(`${message.type()}: ${message.text()}`)
  })
  visitor.on('weberror', (error) => wrongs.push(`thrown: ${error.error().message}`))
  return visitor
}

/** Where asked (SCREENSHOTS), keeps a picture for people to look at. */
export async function look(page: Page, name: string, options: { readonly fullPage?: boolean } = {}): Promise<void> {
  const directory = process.env.SCREENSHOTS
  if (!directory) return
  // What was clicked last has come to rest.
  await page.waitForTimeout(600)
  await mkdir(directory, { recursive: true })
  await page.screenshot({ path: join(directory, `${name}.png`), ...options })
}
