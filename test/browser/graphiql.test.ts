import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BrowserContext, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { schema } from '../../src/app.ts'
import { mintToken } from '../../src/auth/mint.ts'
import { createGraphiqlPage } from '../../src/graph/graphiql.ts'
import { graphiqlTabs } from '../../src/graph/graphiql-tabs.ts'
import { type Listening, serve } from '../../src/serve.ts'
import { createTestApp, type TestApp, testNow, testSecret } from '../support/app.ts'
import { documented } from '../support/documented.ts'
import { legacyEndpoints } from '../support/legacy-endpoints.ts'

const usual = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/snap/bin/chromium']
const chromiumPath = [process.env.CHROMIUM_PATH ?? '', ...usual].find((path) => path !== '' && existsSync(path))

if (chromiumPath === undefined) {
  console.log('\nSkipped: GraphiQL in a browser. To run it: CHROMIUM_PATH=/path/to/chromium\n')
}

describe.skipIf(chromiumPath === undefined)('GraphiQL in a browser', () => {
  let app: TestApp
  let listening: Listening
  let profile: string
  let browser: BrowserContext
  /** What a page did that it must not: asked another machine, complained, broke the policy. */
  const wrongs: string[] = []

  beforeAll(async () => {
    const headers = new Map<string | null, Record<string, string>>()
    for (const { system, id } of documented) {
      const token = await mintToken({ secret: testSecret, subject: id, system, ttlSeconds: 3600, now: testNow })
      headers.set(system, { Authorization: `Bearer ${token}` })
    }
    const page = createGraphiqlPage({
      tabs: graphiqlTabs(schema, legacyEndpoints, (system) => headers.get(system ?? 'USER_PROFILE')),
    })
    app = await createTestApp({}, () => ({ page }))
    for (const { system, body } of documented) await app.importBody(system, body)
    listening = await serve(app, { host: '127.0.0.1', port: 0 })
    profile = await mkdtemp(join(tmpdir(), 'graphiql-'))
    browser = await chromium.launchPersistentContext(profile, {
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
    browser.on('request', (request) => {
      const url = request.url()
      if (!/^(data|blob):/.test(url) && !url.startsWith(`${listening.url}/`)) wrongs.push(`a request to ${url}`)
    })
    browser.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) wrongs.push(`${message.type()}: ${message.text()}`)
    })
    browser.on('weberror', (error) => wrongs.push(`thrown: ${error.error().message}`))
  }, 120_000)

  afterAll(async () => {
    await browser?.close()
    await listening?.close()
    await app?.close()
    if (profile) await rm(profile, { recursive: true, force: true })
  })

  test('opens on a tab for the viewer and one for each legacy endpoint, and each answers', async () => {
    const page = await open({ width: 1280, height: 900 })
    await look(page, 'light-1280')
    console.log(await page.locator('.graphiql-tab').allTextContents(), wrongs)
  }, 60_000)

  async function open(viewport: { width: number; height: number }): Promise<Page> {
    const page = await browser.newPage()
    await page.setViewportSize(viewport)
    await page.goto(`${listening.url}/graphql`)
    await page.waitForSelector('.graphiql-execute-button')
    return page
  }

  /** Where asked, keeps a picture for people to look at. */
  async function look(page: Page, name: string): Promise<void> {
    const directory = process.env.SCREENSHOTS
    if (!directory) return
    await mkdir(directory, { recursive: true })
    await page.screenshot({ path: join(directory, `graphiql-${name}.png`) })
  }
})
