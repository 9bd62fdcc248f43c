import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { defaultLimits } from '../../src/edge/limits.ts'
import { shapes } from '../../src/rest/legacy/index.ts'
import { referencePages } from '../../src/rest/reference-pages.ts'
import { type Listening, serve } from '../../src/serve.ts'
import { createTestApp, type TestApp } from '../support/app.ts'
import { accessibilityViolations } from '../support/axe.ts'
import { hasBrowser, launchBrowser, look, newVisitor, type Setting, settings } from '../support/browser.ts'
import { documented } from '../support/documented.ts'
import { publishedDocument } from '../support/openapi/contract.ts'

const operationIds = Object.values(publishedDocument().paths).flatMap(({ get, patch, post }) =>
  [get, patch, post].flatMap((operation) => operation?.operationId ?? []),
)

/** What breaks a rule in Swagger UI's own markup, where no style can mend it. */
const ofSwaggerUi: Readonly<Record<string, string>> = {
  'heading-order': 'tags are h3 below the h1 of the title',
  'nested-interactive': 'the line that opens an operation holds a link to it',
  region: 'the title and the lock stand before its main part and in none',
  'scrollable-region-focusable': 'the curl line scrolls and cannot be focused',
  'select-name': 'the choice of an example has no label',
}

describe.runIf(hasBrowser('the reference'))('the reference in a browser', () => {
  let app: TestApp
  let listening: Listening
  let browser: Browser
  const wrongs: string[] = []

  beforeAll(async () => {
    app = await createTestApp()
    const [alice] = documented
    await app.importBody(alice.system, alice.body)
    const asker = { name: 'alice@example.com: a demo person', token: await app.tokenOf(alice.system, alice.id) }
    listening = await serve(
      await createTestApp(
        {},
        {
          database: app.database,
          pages: referencePages(shapes, { deprecations: {}, requireVersion: false }, [asker]),
        },
      ),
      { host: '127.0.0.1', port: 0, limits: defaultLimits },
    )
    browser = await launchBrowser()
  }, 120_000)

  afterAll(async () => {
    await browser?.close()
    await listening?.close()
    await app?.close()
  })

  describe.each(settings)('in $theme at $width px', (setting) => {
    let page: Page
    beforeAll(async () => {
      page = await open(setting)
    })
    afterAll(() => page.context().close())
    const name = (what: string) => `reference-${what}-${setting.theme}-${setting.width}`

    test('shows every operation, and is no wider than the window', async () => {
      const shown = await page.locator('.opblock').evaluateAll((blocks) => blocks.map(({ id }) => id.split('-').at(-1)))
      expect(shown.sort()).toEqual([...operationIds].sort())
      expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0)
      await look(page, name('list'))
    })

    test('answers a question asked on it, as whom the reader has chosen', async () => {
      const operation = page.locator('[id$=-getUsersMe]')
      await operation.locator('.opblock-summary-control').click()
      await look(page, name('operation'))
      await operation.getByRole('button', { name: 'Try it out' }).click()
      const answered = page.waitForResponse((response) => new URL(response.url()).pathname === '/api/v1/users/me')
      await operation.getByRole('button', { name: 'Execute' }).click()
      expect((await answered).status()).toBe(200)
      await operation.locator('.live-responses-table').getByText('alice@example.com').first().waitFor()
      await operation.locator('.live-responses-table').scrollIntoViewIfNeeded()
      await look(page, name('answer'))
      expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0)
    })

    test('has nothing that somebody cannot see, reach or hear, but for what its makers left', async () => {
      const violations = await accessibilityViolations(page)
      expect(violations.filter((violation) => !((violation.split(':')[0] ?? '') in ofSwaggerUi))).toEqual([])
    })

    test('asks no other machine, and the browser has nothing to complain of', () => {
      expect(wrongs).toEqual([])
    })
  })

  test('asks as nobody when told to', async () => {
    const page = await open({ theme: 'light', width: 1280 })
    await page.getByLabel('Ask as').selectOption('nobody')
    const operation = page.locator('[id$=-getUserInfo]')
    await operation.locator('.opblock-summary-control').click()
    await operation.getByRole('button', { name: 'Try it out' }).click()
    const answered = page.waitForResponse((response) => new URL(response.url()).pathname === '/user/info')
    await operation.getByRole('button', { name: 'Execute' }).click()
    expect((await answered).status()).toBe(401)
    await page.context().close()
  })

  async function open(setting: Setting): Promise<Page> {
    const visitor = await newVisitor(browser, setting, { origin: listening.url, wrongs })
    const page = await visitor.newPage()
    await page.goto(`${listening.url}/docs`)
    await page.locator('.opblock').first().waitFor()
    return page
  }
})
