import { builtFile } from '../edge/built-files.ts'
import { createPage, type Page, permissionsPolicy } from '../edge/page.ts'
import type { ConsoleStart } from './start.ts'

/** The console's pages by path: a document that loads one script and one style sheet, and what it is told to start with. */
export function consolePages(start: ConsoleStart): ReadonlyMap<string, Page> {
  return new Map([
    [
      '/',
      builtPage('console/index.html', 'text/html; charset=utf-8', {
        'content-security-policy': policy,
        ...permissionsPolicy,
      }),
    ],
    ['/console/main.js', builtPage('console/main.js', 'text/javascript; charset=utf-8')],
    ['/console/main.css', builtPage('console/main.css', 'text/css; charset=utf-8')],
    ['/console/mark.svg', builtPage('console/mark.svg', 'image/svg+xml')],
    ['/console/start.json', startPage(start)],
  ])
}

/** Everything from this very origin, nothing inline. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

function builtPage(file: string, type: string, headers: Record<string, string> = {}): Page {
  return createPage(async () => ({
    body: await builtFile(file),
    // Known by its ETag, and asked for again each time: after an upgrade nobody keeps half of an old page.
    headers: { 'content-type': type, 'cache-control': 'no-cache', ...headers },
  }))
}

/** It may hold the demo's tokens. */
function startPage(start: ConsoleStart): Page {
  return createPage(() => ({
    body: JSON.stringify(start),
    headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'private, no-store' },
  }))
}
