import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { gatewaySchema } from '../../src/app.ts'
import { mintToken } from '../../src/auth/mint.ts'
import { defaultLimits } from '../../src/edge/limits.ts'
import { createGraphiqlPage } from '../../src/graph/graphiql.ts'
import { graphiqlTabs } from '../../src/graph/graphiql-tabs.ts'
import { type Listening, serve } from '../../src/serve.ts'
import { createTestApp, type TestApp, testNow, testSecret } from '../support/app.ts'
import { hasBrowser, launchBrowser, look, newVisitor, type Setting, settings } from '../support/browser.ts'
import { documented } from '../support/documented.ts'
import { legacyEndpoints } from '../support/legacy-endpoints.ts'

const schema = gatewaySchema()

describe.skipIf(!hasBrowser('GraphiQL'))('GraphiQL in a browser', () => {
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
      links: [{ text: 'REST', href: '/docs' }],
      tabs: graphiqlTabs(schema, legacyEndpoints, (system) => headers.get(system ?? 'USER_PROFILE'), {
        email: 'x@example.com',
        headers: { Authorization: `Bearer ${await serviceToken()}` },
      }),
    })
    app = await createTestApp({}, { graphiql: page, graph: { introspection: true } })
    for (const { system, body } of documented) await app.importBody(system, body)
    listening = await serve(app, { host: '127.0.0.1', port: 0, limits: defaultLimits })
    browser = await launchBrowser()
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

  describe.each(settings)('in $theme at $width px', ({ theme, width }) => {
    let page: Page
    beforeAll(async () => {
      page = await open({ theme, width })
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
        await look(page, `graphiql-${title}-${theme}-${width}`)
        expect.soft({ title, status, errors: answer.errors }).toEqual({ title, status: 200, errors: undefined })
        if (answer.data.viewer) expect.soft(answer.data.viewer.accountId, title).toMatch(/^[0-9a-f-]{36}$/)
        else expect.soft(answer.data, title).toEqual(served)
      }
    })

    test('shows what every field means', async () => {
      await page.getByLabel('Show Documentation Explorer').click()
      await page.locator('.graphiql-doc-explorer-content').getByText('Query', { exact: true }).click()
      await page.getByText('The account your credentials stand for.').first().waitFor()
      await look(page, `graphiql-docs-${theme}-${width}`)
      await page.getByLabel('Hide Documentation Explorer').click()
    })

    test('leads to the other pages, from where nothing else is', async () => {
      const link = page.getByRole('link', { name: 'REST' })
      expect(await link.getAttribute('href')).toBe('/docs')
      // What a pointer meets there is the link itself.
      await link.click({ trial: true })
    })

    test('asks no other machine, and the browser has nothing to complain of', () => {
      expect(wrongs).toEqual([])
    })
  })

  test('each tab asks with its own token', async () => {
    const page = await open({ theme: 'light', width: 1280 })
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
    const page = await open({ theme: 'light', width: 1280 })
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

  async function open(setting: Setting): Promise<Page> {
    const visitor = await newVisitor(browser, setting, { origin: listening.url, wrongs })
    const page = await visitor.newPage()
    await page.goto(`${listening.url}/graphql`)
    await page.waitForSelector('.graphiql-query-editor .view-line')
    return page
  }
})
