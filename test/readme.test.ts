import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { generated, withGeneratedBlocks } from '../.config/docs.ts'

test.each(generated)('what $file.pathname takes from the code is as it is there (else: npm run docs)', async (page) => {
  const text = await readFile(page.file, 'utf8')
  expect(text).toBe(withGeneratedBlocks(text, page.blocks))
  for (const name of Object.keys(page.blocks)) expect(text).toMatch(new RegExp(`<!-- ${name} -->\\n\\|`))
})

const readmeFile = new URL('../README.md', import.meta.url)
const readme = await readFile(readmeFile, 'utf8')

test('every link in the README leads somewhere', () => {
  const links = [...readme.matchAll(/\]\((?!https?:)([^)#]+)\)/g)].map(([, link = '']) => link)
  expect(links.length).toBeGreaterThan(5)
  expect(links.filter((link) => !existsSync(new URL(link, readmeFile)))).toEqual([])
})
