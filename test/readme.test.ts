import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { generatedPages, pageUrl, withGeneratedBlocks } from '../.config/docs.ts'

test.each(generatedPages)('what is generated in $file is what the code says (else: npm run docs)', async (page) => {
  const text = await readFile(pageUrl(page), 'utf8')
  expect(text).toBe(withGeneratedBlocks(page, text))
})

test('every link in the README leads somewhere', async () => {
  const readme = pageUrl({ file: 'README.md' })
  const links = [...(await readFile(readme, 'utf8')).matchAll(/\]\((?!https?:)([^)#]+)\)/g)].map(
    ([, link = '']) => link,
  )
  expect(links.length).toBeGreaterThan(5)
  expect(links.filter((link) => !existsSync(new URL(link, readme)))).toEqual([])
})
