import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { hasBrowser, launchBrowser } from '../support/browser.ts'
import { startBuilt } from '../support/built-gateway.ts'

const images = fileURLToPath(new URL('../../docs/images/', import.meta.url))

/** One picture of the papers: what is done on the page before it is taken. */
interface Picture {
  readonly name: string
  readonly path: string
  readonly theme?: 'light' | 'dark'
  readonly size?: { readonly width: number; readonly height: number }
  readonly take: (page: Page) => Promise<void>
}

const be = (page: Page, name: string) => page.getByRole('button', { name: new RegExp(`^${name}`) }).click()

async function pointAtName(page: Page): Promise<void> {
  await be(page, 'ada@example.com')
  await page.getByRole('link', { name: 'Five shapes' }).click()
  await page.getByRole('option', { name: /full_name/ }).hover()
  await page.locator('.related').nth(3).waitFor()
}

async function askInTab(page: Page, title: string, answered: string): Promise<void> {
  await page.locator('.graphiql-tab-button', { hasText: title }).click({ position: { x: 12, y: 12 } })
  await page.waitForTimeout(500)
  await page.locator('.graphiql-execute-button').click()
  await page.locator('.result-window').getByText(answered).first().waitFor()
}

const pictures: readonly Picture[] = [
  { name: 'five-shapes', path: '/', take: pointAtName },
  { name: 'five-shapes-dark', path: '/', theme: 'dark', take: pointAtName },
  {
    name: 'console',
    path: '/',
    size: { width: 1280, height: 1180 },
    take: async (page) => {
      await be(page, 'ada@example.com')
      await page.getByRole('cell', { name: '€37.25' }).first().waitFor()
    },
  },
  {
    name: 'look-up',
    path: '/',
    size: { width: 1280, height: 620 },
    take: async (page) => {
      await be(page, 'Support staff')
      await page.getByLabel('E-mail address').fill('thea@example.com')
      await page.getByRole('button', { name: 'Look up' }).click()
      await page.getByRole('region', { name: 'Credits' }).waitFor()
    },
  },
  {
    name: 'graphiql',
    path: '/graphql',
    size: { width: 1280, height: 800 },
    take: (page) => askInTab(page, 'UsersMe', 'viewer'),
  },
  {
    name: 'why-that-balance',
    path: '/graphql',
    size: { width: 1280, height: 800 },
    take: async (page) => {
      await askInTab(page, 'HoldCredits', 'holdCredits')
      await askInTab(page, 'WhyThatBalance', 'movements')
    },
  },
]

async function take(browser: Browser, url: string, picture: Picture): Promise<void> {
  const visitor = await browser.newContext({
    viewport: picture.size ?? { width: 1280, height: 900 },
    colorScheme: picture.theme ?? 'light',
  })
  const page = await visitor.newPage()
  await page.goto(url + picture.path)
  await picture.take(page)
  await page.waitForTimeout(600)
  await page.screenshot({ path: join(images, `${picture.name}.png`) })
  await visitor.close()
  console.log(`docs/images/${picture.name}.png`)
}

/** Takes the papers' pictures anew, of the demo as it is built. */
async function takeAll(): Promise<void> {
  if (!hasBrowser('pictures')) process.exit(1)
  const dataDir = await mkdtemp(join(tmpdir(), 'viewer-gateway-pictures-'))
  const gateway = await startBuilt({ DATA_DIR: dataDir })
  const browser = await launchBrowser()
  try {
    for (const picture of pictures) await take(browser, gateway.url, picture)
  } finally {
    await browser.close()
    await gateway.end()
    await rm(dataDir, { recursive: true, force: true })
  }
}

await takeAll()
