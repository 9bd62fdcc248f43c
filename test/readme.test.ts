import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { generatedPages, pageUrl, withGeneratedBlocks } from '../.config/docs.ts'

const readmeFile = pageUrl({ file: 'README.md' })
const readme = await readFile(readmeFile, 'utf8')

test.each(generatedPages)('what is generated in $file is what the code says (else: npm run docs)', async (page) => {
  const text = await readFile(pageUrl(page), 'utf8')
  expect(text).toBe(withGeneratedBlocks(page, text))
})

test('every link in the README leads somewhere', () => {
  const links = [...readme.matchAll(/\]\((?!https?:)([^)#]+)\)/g)].map(([, link = '']) => link)
  expect(links.length).toBeGreaterThan(5)
  expect(links.filter((link) => !existsSync(new URL(link, readmeFile)))).toEqual([])
})
