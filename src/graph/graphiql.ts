import { createHash } from 'node:crypto'
import { createPage, type Page, permissionsPolicy } from '../edge/page.ts'
import type { GraphiqlLink } from './graphiql-document.ts'
import type { GraphiqlTab } from './graphiql-tabs.ts'

export interface GraphiqlSettings {
  /** What to open on. A tab's headers may hold a demo person's token, so the page is nobody else's to keep. */
  readonly tabs: readonly GraphiqlTab[]
  /** Other pages for people, shown at the edge of this one. */
  readonly links?: readonly GraphiqlLink[]
}

/** GraphiQL, made at the first visit: nine megabytes that most gateways never show. */
export function createGraphiqlPage({ tabs, links = [] }: GraphiqlSettings): Page {
  return createPage(async () => {
    const { graphiqlDocument } = await import('./graphiql-document.ts')
    const { html, script } = graphiqlDocument(tabs, links)
    return {
      body: html,
      headers: {
        'content-type': 'text/html; charset=utf-8',
        // It may hold a token: for this browser alone, and asked for again each time.
        'cache-control': 'private, no-cache',
        vary: 'accept, accept-encoding',
        'content-security-policy': policyFor(script),
        ...permissionsPolicy,
      },
    }
  })
}

/**
 * One script, known by its hash; nothing from anywhere else. The editor styles itself as it goes and runs its language
 * services in workers made from that script.
 */
function policyFor(script: string): string {
  const hash = createHash('sha256').update(script).digest('base64')
  return [
    "default-src 'none'",
    `script-src 'sha256-${hash}'`,
    "style-src 'unsafe-inline'",
    'img-src data:',
    'font-src data:',
    'worker-src blob:',
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ')
}
