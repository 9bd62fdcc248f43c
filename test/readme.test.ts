import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { readmeFile, withGeneratedBlocks } from '../.config/docs.ts'

const readme = await readFile(readmeFile, 'utf8')

test('the settings and the lineage in the README are those of the code (else: npm run docs)', () => {
  expect(readme).toBe(withGeneratedBlocks(readme))
})

test('every link in the README leads somewhere', () => {
  const links = [...readme.matchAll(/\]\((?!https?:)([^)#]+)\)/g)].map(([, link = '']) => link)
  expect(links.length).toBeGreaterThan(5)
  expect(links.filter((link) => !existsSync(new URL(link, readmeFile)))).toEqual([])
})
