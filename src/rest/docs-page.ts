import { builtFile } from '../edge/built-files.ts'
import { createPage, type Page, type PageContent, permissionsPolicy } from '../edge/page.ts'

/** Somebody a reader may ask as. */
export interface Asker {
  readonly name: string
  readonly token: string
}

/**
 * Swagger UI over `/openapi.json`, with everything it needs: it asks nobody but this gateway. Its files are as its makers
 * built them; what is ours is the frame around them, how it starts and what its colours lack.
 *
 * @param askers whose token it asks with, the first one unless another is chosen; it then is nobody else's page to keep.
 */
export function docsPages(askers: readonly Asker[]): ReadonlyMap<string, Page> {
  const html = 'text/html; charset=utf-8'
  const script = 'text/javascript; charset=utf-8'
  const styles = 'text/css; charset=utf-8'
  const file = (name: string, type: string) => createPage(async () => content(await builtFile(`docs/${name}`), type))
  return new Map([
    [
      '/docs',
      createPage(() => content(documentOf(askers), html, { 'content-security-policy': policy, ...permissionsPolicy })),
    ],
    ['/docs/swagger-ui.css', file('swagger-ui.css', styles)],
    ['/docs/swagger-ui-bundle.js', file('swagger-ui-bundle.js', script)],
    ['/docs/frame.css', createPage(() => content(frame, styles))],
    ['/docs/start.js', createPage(() => content(start, script))],
  ])
}

function content(body: string | Uint8Array, type: string, more: Record<string, string> = {}): PageContent {
  return { body, headers: { 'content-type': type, 'cache-control': 'private, no-cache', ...more } }
}

/** Scripts and styles from here alone; the icons in Swagger UI's styles are data. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

function documentOf(askers: readonly Asker[]): string {
  const options = askers.map(({ name }, index) => `<option value="${index}">${escaped(name)}</option>`).join('')
  const choice = `<label>Ask as <select id="asker">${options}<option value="">nobody</option></select></label>`
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>REST reference: Viewer Gateway</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/docs/swagger-ui.css">
<link rel="stylesheet" href="/docs/frame.css">
</head>
<body>
<header class="frame">
<nav aria-label="Gateway"><a href="/">Viewer Gateway</a> <a href="/graphql">GraphQL</a> <a href="/openapi.json">openapi.json</a> <a href="/schema.graphql">schema.graphql</a></nav>
${askers.length > 0 ? choice : ''}
</header>
<div id="reference"><noscript>This page needs JavaScript. What it shows stands in <a href="/openapi.json">openapi.json</a>.</noscript></div>
<script type="application/json" id="tokens">${JSON.stringify(askers.map(({ token }) => token))}</script>
<script src="/docs/swagger-ui-bundle.js"></script>
<script src="/docs/start.js"></script>
</body>
</html>
`
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
}

/** Runs in the browser. Swagger UI knows a dark theme by a class, and would ask a validator elsewhere unless told not to. */
const start = `'use strict';
const dark = matchMedia('(prefers-color-scheme: dark)');
const paint = () => document.documentElement.classList.toggle('dark-mode', dark.matches);
dark.addEventListener('change', paint);
paint();

const tokens = JSON.parse(document.getElementById('tokens').textContent);
const asker = document.getElementById('asker');
const ui = SwaggerUIBundle({
  url: '/openapi.json',
  dom_id: '#reference',
  presets: [SwaggerUIBundle.presets.apis],
  layout: 'BaseLayout',
  validatorUrl: null,
  deepLinking: true,
  docExpansion: 'list',
  defaultModelsExpandDepth: 0,
  displayRequestDuration: true,
  onComplete: () => choose(),
});
const choose = () => {
  if (!asker) return;
  if (asker.value === '') ui.authActions.logout(['bearer']);
  else ui.preauthorizeApiKey('bearer', tokens[Number(asker.value)]);
};
if (asker) asker.addEventListener('change', choose);
`

// There is one server to choose from: this one. The second half gives Swagger UI's colours the contrast they lack (WCAG 2.1, 1.4.3), and keeps its tables in a narrow
// window. Its highlighter colours numbers where they stand.
const frame = `
:root { color-scheme: light dark; }
body { margin: 0; background: #fff; }
.dark-mode body { background: #1c2022; }
.frame {
  display: flex; flex-wrap: wrap; gap: 8px 24px; justify-content: space-between; align-items: center;
  padding: 10px 20px; font: 14px/1.4 system-ui, sans-serif; color: #24292f; background: #f3f4f6;
}
.frame nav { display: flex; flex-wrap: wrap; gap: 4px 16px; }
.frame a { color: #0b57b0; }
.frame select { font: inherit; max-width: 100%; }
.dark-mode .frame { color: #e4e6e6; background: #262b2e; }
.dark-mode .frame a { color: #8ab8ff; }

.swagger-ui .scheme-container .schemes .schemes-server-container { display: none; }
.swagger-ui .opblock .opblock-summary-method { color: #0d1117; text-shadow: none; }
.swagger-ui .highlight-code span[style*="211, 99, 99"] { color: #ff9d9d !important; }
html:not(.dark-mode) .swagger-ui .info a { color: #0b57b0; }
html:not(.dark-mode) .swagger-ui .btn.authorize { color: #0b6b43; border-color: #0b6b43; }
html:not(.dark-mode) .swagger-ui .btn.authorize svg { fill: currentColor; }
html:not(.dark-mode) .swagger-ui .btn.execute { background: #1a5fb4; border-color: #1a5fb4; }
html:not(.dark-mode) .swagger-ui .btn.cancel { color: #b3261e; border-color: #b3261e; }
html:not(.dark-mode) .swagger-ui .info .title small { background: #565b6b; }
html:not(.dark-mode) .swagger-ui .info .title small.version-stamp { background: #3f5a00; }
html:not(.dark-mode) .swagger-ui .download-contents,
html:not(.dark-mode) .swagger-ui .copy-to-clipboard { background: #565b6b; }
html:not(.dark-mode) .swagger-ui .parameter__in,
html:not(.dark-mode) .swagger-ui .response-control-media-type__accept-message { color: #4a4f5c; }
.dark-mode .swagger-ui .headers td, .dark-mode .swagger-ui .headers-wrapper .header-col { color: #e4e6e6; }
@media (max-width: 700px) {
  .swagger-ui .responses-inner { overflow-x: auto; }
  .swagger-ui .opblock-tag { flex-wrap: wrap; }
  .swagger-ui .opblock-tag small { flex-basis: 100%; order: 1; padding: 0; }
}
`
