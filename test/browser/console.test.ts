import { execFileSync } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { accessibilityViolations } from '../support/axe.ts'
import { hasBrowser, launchBrowser, look, newVisitor, type Setting, settings } from '../support/browser.ts'
import { type RunningGateway, startGateway } from '../support/process.ts'

describe.skipIf(!hasBrowser('the console'))('the console in a browser', () => {
  let dataDir: string
  let gateway: RunningGateway
  let browser: Browser
  /** What a page did that it must not: asked another machine, complained, broke the policy. */
  const wrongs: string[] = []

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'viewer-gateway-console-'))
    gateway = await startGateway({
      DATA_DIR: dataDir,
      TRUSTED_DOCUMENTS: await noDocuments(),
      TRUSTED_DOCUMENTS_ONLY: '1',
    })
    browser = await launchBrowser()
  }, 120_000)

  afterAll(async () => {
    await browser?.close()
    await gateway?.end('SIGTERM')
    await rm(dataDir, { recursive: true, force: true })
  })

  /** The console must work where nothing but trusted documents is answered, so all of this runs there. */
  async function noDocuments(): Promise<string> {
    const file = join(dataDir, 'documents.json')
    await writeFile(file, '{}')
    return file
  }

  const desk: Setting = { theme: 'light', width: 1280 }

  async function visit(setting: Setting = desk, found = wrongs): Promise<Page> {
    const visitor: BrowserContext = await newVisitor(browser, setting, { origin: gateway.url, wrongs: found })
    visitor.setDefaultTimeout(10_000)
    const page = await visitor.newPage()
    await page.goto(`${gateway.url}/`)
    return page
  }

  async function be(page: Page, name: string): Promise<void> {
    await page.getByRole('button', { name: new RegExp(`^${name}`) }).click()
  }

  const card = (page: Page, name: string) => page.getByRole('region', { name, exact: true })

  describe.each(settings)('in $theme at $width px', (setting) => {
    const { theme, width } = setting
    const picture = (name: string) => `console-${name}-${theme}-${width}`

    test('somebody of the demo signs in and sees every card', async () => {
      const page = await visit(setting)
      await page.getByRole('heading', { name: 'One account, five shapes' }).waitFor()
      expect(await accessibilityViolations(page)).toEqual([])
      await look(page, picture('sign-in'))

      await be(page, 'ada@example.com')
      const credits = card(page, 'Credits')
      await credits.getByRole('cell', { name: '€37.25' }).first().waitFor()
      // What the demo's records say of Ada.
      const said = await credits.innerText()
      for (const fact of ['€37.25', '€2.75', '€40.00', '€10.00', '4,200', '3,120', 'of 5,000', '1,000']) {
        expect.soft(said, fact).toContain(fact)
      }
      expect(await credits.getByRole('img', { name: /^Wallet, import: €40.00 of €40.00/ }).count()).toBe(1)
      expect(await credits.getByRole('img', { name: /^Lapses: .*€40.00 on/ }).count()).toBe(1)
      expect(await page.getByRole('region', { name: 'Holds in flight' }).innerText()).toContain('€2.75')
      expect(await page.getByRole('region', { name: 'History' }).innerText()).toMatch(/Hold: imported[\s\S]*−€2.75/)
      expect((await page.getByRole('region', { name: 'Statement' }).innerText()).replaceAll(/\s+/g, ' ')).toContain(
        'granted €40.00 − consumed €0.00 − expired €0.00 − held €2.75 = available €37.25',
      )
      const subscription = card(page, 'Subscription')
      expect(await subscription.innerText()).toMatch(/Pro[\s\S]*412,000 of 1,000,000[\s\S]*Priority support/)
      expect(await card(page, 'Resources').innerText()).toContain('3 agents, 2 active keys')
      expect(await card(page, 'Profile').innerText()).toMatch(/ada@example.com[\s\S]*dc_adaslink/)
      expect(await card(page, 'Identities').innerText()).toMatch(/users-me[\s\S]*b1000000-0000-4000-8000-000000000001/)

      expect(await accessibilityViolations(page)).toEqual([])
      await look(page, picture('account'), { fullPage: true })
      await page.context().close()
    })

    test('a field that is pointed at lights up in every shape that tells of it', async () => {
      const page = await visit(setting)
      await be(page, 'ada@example.com')
      await page.getByRole('link', { name: 'Five shapes' }).click()
      await page.getByRole('option', { name: /full_name/ }).hover()
      await expect
        .poll(() => page.locator('.related').allInnerTexts())
        .toEqual(['"displayName": "Ada",', '"name": "Ada",', '"full_name": "Ada L.",', '"name": "Ada Lovelace",'])
      const note = page.getByRole('region', { name: 'Where the field lives' })
      expect(await note.innerText()).toContain('users-me full_name lives in viewer.displayName')
      expect(await note.innerText()).toContain('its own record says Ada L., the graph Ada')
      expect(await accessibilityViolations(page)).toEqual([])
      await look(page, picture('shapes'))

      // The same by the keyboard alone.
      await page.getByRole('listbox', { name: 'Fields of user-info' }).focus()
      await page.mouse.move(0, 0)
      await page.keyboard.press('Home')
      for (let step = 0; step < 3; step += 1) await page.keyboard.press('ArrowDown')
      await expect
        .poll(() => page.locator('.related').allInnerTexts())
        .toEqual(expect.arrayContaining(['"totalMonthlyCredits": 5000,', '"total": 5000,']))
      await page.keyboard.press('Escape')
      await expect.poll(() => page.locator('.related').count()).toBe(0)
      await page.context().close()
    })

    test('support staff look an account up, and see its five shapes', async () => {
      const page = await visit(setting)
      await be(page, 'Support staff')
      await page.getByLabel('By').selectOption('Id in users-me')
      await page.getByLabel('Id in users-me').fill('b1000000-0000-4000-8000-000000000001')
      await page.getByRole('button', { name: 'Look up' }).click()
      await card(page, 'Credits').waitFor()
      expect(await page.getByRole('heading', { level: 1 }).allInnerTexts()).toContain('Ada')
      // Nobody else's account is changed from here.
      expect(await page.getByRole('button', { name: /Edit|Make|Revoke|End it/ }).count()).toBe(0)
      expect(await accessibilityViolations(page)).toEqual([])
      await look(page, picture('look-up'), { fullPage: true })

      await page.getByRole('button', { name: 'Five shapes' }).click()
      await page.getByRole('option', { name: /full_name/ }).waitFor()
      expect(await page.getByRole('option', { name: /"full_name": "Ada L."/ }).count()).toBe(1)
      await page.context().close()
    })
  })

  test('the headers and bytes of a legacy endpoint are those that its clients get', async () => {
    const page = await visit()
    await be(page, 'ada@example.com')
    await page.getByRole('link', { name: 'Five shapes' }).click()
    await page.getByRole('option', { name: /subscription_tier/ }).waitFor()
    const panel = page.getByRole('region', { name: 'users-me', exact: true })
    await panel.getByRole('button', { name: 'Headers and bytes' }).click()
    const shown = await panel.getByRole('region', { name: /headers and bytes/ }).innerText()
    const answer = await fetch(`${gateway.url}/api/v1/users/me`, {
      headers: { authorization: `Bearer ${await tokenOf(page)}` },
    })
    expect(shown).toContain(await answer.text())
    expect(shown).toContain('cache-control: private, no-store')
    await look(page, 'console-bytes')
    await page.context().close()
  })

  test('what is copied as curl answers in a shell as it does on the page', async () => {
    const page = await visit()
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
    await be(page, 'ada@example.com')
    await page.getByRole('link', { name: 'Five shapes' }).click()
    await page.getByRole('option', { name: /subscription_tier/ }).waitFor()
    await page
      .getByRole('region', { name: 'users-me', exact: true })
      .getByRole('button', { name: 'Copy as curl' })
      .click()
    await page.getByRole('button', { name: 'Copied' }).waitFor()
    const command = await page.evaluate(() => navigator.clipboard.readText())
    expect(command).toMatch(
      /^curl -s http:\/\/127\.0\.0\.1:\d+\/api\/v1\/users\/me -H "Authorization: Bearer [\w.-]+"$/,
    )
    expect(JSON.parse(execFileSync('sh', ['-c', command], { encoding: 'utf8' }))).toMatchObject({ full_name: 'Ada L.' })

    const graph = page.getByRole('region', { name: 'The graph', exact: true })
    await graph.getByRole('button', { name: 'Copy as query' }).click()
    await graph.getByRole('button', { name: 'Copied' }).waitFor()
    expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(/^[\s\S]*query Viewer \{\n {2}viewer \{/)
    await page.context().close()
  })

  test('a key is made, shown once, good at once, and good no more once it is revoked', async () => {
    const page = await visit()
    await be(page, 'ada@example.com')
    const resources = card(page, 'Resources')
    await resources.getByLabel('New key').fill('for the importer')
    await resources.getByLabel('New key').press('Enter')
    const secret = await resources.locator('.secret').innerText()
    const status = async () => (await fetch(`${gateway.url}/user/info`, { headers: { 'x-api-key': secret } })).status
    expect(await status()).toBe(200)
    await look(page, 'console-new-key')
    await resources.getByRole('button', { name: 'Done' }).click()
    expect(await page.content()).not.toContain(secret)

    await resources.getByRole('button', { name: 'Revoke for the importer' }).click()
    await resources.getByRole('button', { name: 'Really revoke for the importer' }).click()
    await resources.getByText('for the importer').waitFor({ state: 'detached' })
    expect(await status()).toBe(401)
    await page.context().close()
  })

  test('an agent is made, renamed and archived', async () => {
    const page = await visit()
    await be(page, 'ada@example.com')
    const resources = card(page, 'Resources')
    await resources.getByLabel('New agent').fill('Scout')
    await resources.getByLabel('New agent').press('Enter')
    await resources.getByText('4 agents').waitFor()
    await resources.getByRole('button', { name: 'Rename Scout' }).click()
    await resources.getByLabel('Name', { exact: true }).fill('Ranger')
    await resources.getByRole('button', { name: 'Save' }).click()
    await resources.getByRole('button', { name: 'Archive Ranger' }).click()
    await resources.getByText('3 agents').waitFor()
    await page.context().close()
  })

  test('a name that is changed here is what every old client reads', async () => {
    const page = await visit()
    await be(page, 'stan@example.com')
    const profile = card(page, 'Profile')
    await profile.getByRole('button', { name: 'Edit' }).click()
    await profile.getByLabel('Name').fill('Stanislaw')
    await profile.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('heading', { level: 1, name: 'Stanislaw' }).waitFor()
    const headers = { authorization: `Bearer ${await tokenOf(page)}` }
    expect(await (await fetch(`${gateway.url}/api/v1/users/me`, { headers })).json()).toMatchObject({
      full_name: 'Stanislaw',
    })

    await profile.getByRole('button', { name: 'Edit' }).click()
    await profile.getByLabel('E-mail').fill('ada@example.com')
    await profile.getByRole('button', { name: 'Save' }).click()
    await profile.getByText(/already/).waitFor()
    await page.context().close()
  })

  test('a trial counts down, and what an endpoint cannot say is told beside it', async () => {
    const page = await visit()
    await be(page, 'tessa@example.com')
    await card(page, 'Subscription').getByText('1 day of the trial left').waitFor()
    await page.getByRole('link', { name: 'Five shapes' }).click()
    const panel = page.getByRole('region', { name: 'users-me', exact: true })
    await page.getByRole('option', { name: /subscription_tier/ }).hover()
    expect(await page.getByRole('region', { name: 'Where the field lives' }).innerText()).toContain(
      'a STARTER or CUSTOM plan is told as developer',
    )
    expect(await panel.getByText('loss').count()).toBe(0)
    await page.getByRole('button', { name: 'Sign out' }).click()

    // On Starter, which users-me has no word for (contract, vocabulary).
    await be(page, 'stan@example.com')
    await page.getByRole('option', { name: /subscription_tier": "developer"/ }).waitFor()
    await panel.getByText('1 loss').click()
    await panel.getByText('subscription_tier: a STARTER or CUSTOM plan is told as developer').waitFor()
    await page.context().close()
  })

  test('a subscription ends with its period, and goes on again', async () => {
    const page = await visit()
    await be(page, 'ada@example.com')
    const subscription = card(page, 'Subscription')
    await subscription.getByRole('button', { name: 'End it with this period' }).click()
    await subscription.getByText(/^Ends/).waitFor()
    await subscription.getByRole('button', { name: 'Let it go on' }).click()
    await subscription.getByText(/^This period ends/).waitFor()
    await page.context().close()
  })

  test('a statement tells of the day that is asked for', async () => {
    const page = await visit()
    await be(page, 'ada@example.com')
    const statement = page.getByRole('region', { name: 'Statement' })
    await statement.getByText('€37.25').waitFor()
    // Before any record was brought in.
    await statement.getByLabel('as of (UTC)').fill('2020-01-01T00:00')
    await expect.poll(async () => (await statement.innerText()).replaceAll(/\s+/g, ' ')).toContain('= available €0.00')
    await page.context().close()
  })

  test('new credits are dismissed', async () => {
    const page = await visit()
    await be(page, 'ada@example.com')
    await page.getByRole('button', { name: 'Dismiss' }).click()
    await page.getByText('New credits').waitFor({ state: 'detached' })
    await page.context().close()
  })

  test('a closed account is shown as each endpoint refuses it', async () => {
    const page = await visit(desk, [])
    await be(page, 'sue@example.com')
    await page.getByText('The account is suspended.').waitFor()
    await page.getByRole('link', { name: 'Five shapes' }).click()
    await expect.poll(() => page.locator('.shape .tag').allInnerTexts()).toEqual(['403', '403', '403', '403'])
    await page.context().close()
  })

  test('a token that is no good is told so, and who signs out is forgotten', async () => {
    const page = await visit(desk, [])
    await page.getByLabel('Token or API key').fill('not-a-token')
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page
      .getByText(/credentials|token/i)
      .first()
      .waitFor()
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.reload()
    await page.getByLabel('Token or API key').waitFor()
    expect(await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }]))).not.toContain(
      'not-a-token',
    )
    await page.context().close()
  })

  test('the theme that is chosen stays', async () => {
    const page = await visit()
    await page.getByRole('button', { name: 'Dark', exact: true }).click()
    await page.reload()
    await page.getByRole('button', { name: 'Light', exact: true }).waitFor()
    expect(await page.evaluate(() => getComputedStyle(document.body).colorScheme)).toBe('dark')
    await page.context().close()
  })

  test('no page asked another machine, and the browser had nothing to complain of', () => {
    expect(wrongs).toEqual([])
  })

  test('its script is at most 150 kB as it is sent', async () => {
    const script = await readFile(join(inject('built'), 'pages/console/main.js'))
    expect(gzipSync(script).byteLength).toBeLessThanOrEqual(150_000)
  })

  function tokenOf(page: Page): Promise<string> {
    return page.evaluate(() => JSON.parse(sessionStorage.getItem('viewer-gateway:session') ?? '{}').token)
  }
})
