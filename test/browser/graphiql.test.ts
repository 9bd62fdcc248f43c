import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { gatewaySchema } from '../../src/app.ts'
import { mintToken } from '../../src/auth/mint.ts'
import { defaultLimits } from '../../src/edge/limits.ts'
import { createGraphiqlPage } from '../../src/graph/graphiql.ts'
import { graphiqlTabs } from '../../src/graph/graphiql-tabs.ts'
import { type Listening, serve } from '../../src/serve.ts'
import { createTestApp, type TestApp, testNow, testSecret } from '../support/app.ts'
import { documented } from '../support/documented.ts'
import { legacyEndpoints } from '../support/legacy-endpoints.ts'

const schema = gatewaySchema()

const usual = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/snap/bin/chromium']
const chromiumPath = [process.env.CHROMIUM_PATH ?? '', ...usual].find((path) => path !== '' && existsSync(path))

if (chromiumPath === undefined) {
  console.log('\nSkipped: GraphiQL in a browser. To run it: CHROMIUM_PATH=/path/to/chromium\n')
}

describe.skipIf(chromiumPath === undefined)('GraphiQL in a browser', () => {
  let app: TestApp
  let listening: Listening
  let browser: Browser
  /** What a page did that it must not: asked another machine, complained, broke the policy. */
  const wrongs: string[] = []

  beforeAll(async () => {
    const headers = new Map<string | null, Record<string, string>>()
    for (const { system, id } of documented) {
      const token = await mintToken({ secret: testSecret, subject: id, system, ttlSeconds: 3600, now: testNow })
      headers.set(system, { Authorization: `Bearer ${token}` })
    }
    const page = createGraphiqlPage({
      tabs: graphiqlTabs(schema, legacyEndpoints, (system) => headers.get(system ?? 'USER_PROFILE'), {
        email: 'x@example.com',
        headers: { Authorization: `Bearer ${await serviceToken()}` },
      }),
    })
    app = await createTestApp({}, { graphiql: page, graph: { introspection: true } })
    for (const { system, body } of documented) await app.importBody(system, body)
    listening = await serve(app, { host: '127.0.0.1', port: 0, limits: defaultLimits })
    browser = await chromium.launch({
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
  }, 120_000)

  afterAll(async () => {
    await browser?.close()
    await listening?.close()
    await app?.close()
  })

  const served = expect.toBeOneOf([
    { holdCredits: expect.objectContaining({ userErrors: [] }) },
    { account: expect.objectContaining({ credits: expect.anything() }) },
  ])

  const serviceToken = () =>
    mintToken({
      secret: testSecret,
      subject: 'service:demo',
      scopes: ['credits:write', 'account:support'],
      ttlSeconds: 3600,
      now: testNow,
    })

  describe.each([
    { theme: 'light', width: 1280 },
    { theme: 'dark', width: 1280 },
    { theme: 'light', width: 390 },
    { theme: 'dark', width: 390 },
  ] as const)('in $theme at $width px', ({ theme, width }) => {
    let page: Page
    beforeAll(async () => {
      page = await open({ width, height: 900 }, theme)
    })
    afterAll(() => page.context().close())

    test('opens on a tab for the viewer, one for each legacy endpoint and two for a service, and each answers without errors', async () => {
      const titles = await page.locator('.graphiql-tab-button').allTextContents()
      expect(titles).toEqual([
        ...['Viewer', 'AccountProfile', 'UsersMe', 'UserProfile', 'UserInfo'],
        ...['HoldCredits', 'WhyThatBalance'],
      ])
      for (const title of titles) {
        const { status, answer } = await execute(page, title)
        await look(page, `${title}-${theme}-${width}`)
        expect.soft({ title, status, errors: answer.errors }).toEqual({ title, status: 200, errors: undefined })
        if (answer.data.viewer) expect.soft(answer.data.viewer.accountId, title).toMatch(/^[0-9a-f-]{36}$/)
        else expect.soft(answer.data, title).toEqual(served)
      }
    })

    test('shows what every field means', async () => {
      await page.getByLabel('Show Documentation Explorer').click()
      await page.locator('.graphiql-doc-explorer-content').getByText('Query', { exact: true }).click()
      await page.getByText('The account your credentials stand for.').first().waitFor()
      await look(page, `docs-${theme}-${width}`)
      await page.getByLabel('Hide Documentation Explorer').click()
    })

    test('asks no other machine, and the browser has nothing to complain of', () => {
      expect(wrongs).toEqual([])
    })
  })

  test('each tab asks with its own token', async () => {
    const page = await open({ width: 1280, height: 900 }, 'light')
    for (const { system, id, title } of [
      { ...documented[0], title: 'UsersMe' },
      { ...documented[3], title: 'AccountProfile' },
    ]) {
      const { answer } = await execute(page, title)
      expect(answer.data.viewer.identities).toEqual([expect.objectContaining({ system, legacyId: id })])
    }
    await page.context().close()
  })

  test('a visitor who comes back finds what they wrote, with the tokens of today', async () => {
    const page = await open({ width: 1280, height: 900 }, 'light')
    await execute(page, 'UsersMe')
    await page.locator('.graphiql-query-editor .view-lines').click()
    await page.keyboard.press('Control+A')
    await page.keyboard.insertText('query Mine { viewer { email } }')
    await page.locator('.graphiql-tab-button', { hasText: 'Mine' }).waitFor()
    await page.waitForFunction(() => localStorage.getItem('graphiql:tabState')?.includes('Mine'))
    // As if the token had been made yesterday.
    await page.evaluate(() => {
      const [token = ''] = /eyJ[\w.-]+/.exec(localStorage.getItem('graphiql:headers') ?? '') ?? []
      for (const name of Object.keys(localStorage)) {
        localStorage.setItem(name, (localStorage.getItem(name) ?? '').replaceAll(token, 'yesterday'))
      }
    })
    await page.reload()
    await page.waitForSelector('.graphiql-query-editor .view-line')
    const { status, answer } = await execute(page, 'Mine')
    expect({ status, answer }).toEqual({ status: 200, answer: { data: { viewer: { email: 'alice@example.com' } } } })
    expect(new URL(page.url()).search).toBe('')
    await page.context().close()
  })

  // The editor reads a new tab's operation a moment later, and remembers what is written half a second later.
  const settling = 250

  async function execute(page: Page, title: string) {
    await page
      .locator('.graphiql-tab-button', { hasText: new RegExp(`^${title}$`) })
      .click({ position: { x: 12, y: 12 } })
    await page.waitForTimeout(settling)
    const answered = page.waitForResponse((response) => response.request().method() === 'POST')
    await page.locator('.graphiql-execute-button').click()
    const response = await answered
    return { status: response.status(), answer: await response.json() }
  }

  /** A visitor of its own, who remembers nothing. */
  async function open(viewport: { width: number; height: number }, colorScheme: 'light' | 'dark'): Promise<Page> {
    const visitor = await browser.newContext({ viewport, colorScheme })
    visitor.on('request', (request) => {
      const url = request.url()
      if (!/^(data|blob):/.test(url) && !url.startsWith(`${listening.url}/`)) wrongs.push(`a request to ${url}`)
    })
    visitor.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) wrongs.push(`${message.type()}: ${message.text()}`)
    })
    visitor.on('weberror', (error) => wrongs.push(`thrown: ${error.error().message}`))
    const page = await visitor.newPage()
    await page.goto(`${listening.url}/graphql`)
    await page.waitForSelector('.graphiql-query-editor .view-line')
    return page
  }

  /** Where asked, keeps a picture for people to look at. */
  async function look(page: Page, name: string): Promise<void> {
    const directory = process.env.SCREENSHOTS
    if (!directory) return
    // What was clicked last has come to rest.
    await page.waitForTimeout(600)
    await mkdir(directory, { recursive: true })
    await page.screenshot({ path: join(directory, `graphiql-${name}.png`) })
  }
})
