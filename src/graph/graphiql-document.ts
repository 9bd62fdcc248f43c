import { css, editorWorkerService, graphqlWorker, js, jsonWorker } from '@graphql-yoga/render-graphiql/graphiql'
import type { GraphiqlTab } from './graphiql-tabs.ts'

export interface GraphiqlDocument {
  readonly html: string
  /** The page's one script, to the byte: a content security policy may name it. */
  readonly script: string
}

/** Where else a reader may go, in a word. */
export interface GraphiqlLink {
  readonly text: string
  readonly href: string
}

/**
 * GraphiQL as one document that needs nothing else. Put together from the library's parts and not by its
 * `renderGraphiQL`, which sets no viewport, keeps the tokens of tabs for good and writes every keystroke into the address.
 */
export function graphiqlDocument(tabs: readonly GraphiqlTab[], links: readonly GraphiqlLink[] = []): GraphiqlDocument {
  const script = scriptOf(tabs)
  const html = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Viewer Gateway</title>
<link rel="icon" href="data:image/svg+xml,${encodeURIComponent(mark)}">
<style>${css}${layout}</style>
</head>
<body class="no-focus-outline">
<noscript>GraphiQL needs JavaScript. The endpoint itself does not: POST a query to /graphql.</noscript>
<div id="root"></div>${navigation(links)}
<script>${script}</script>
</body>
</html>
`
  return { html, script }
}

function navigation(links: readonly GraphiqlLink[]): string {
  if (links.length === 0) return ''
  return `<nav class="pages" aria-label="Gateway">${links.map(({ text, href }) => `<a href="${href}">${text}</a>`).join('')}</nav>`
}

function scriptOf(tabs: readonly GraphiqlTab[]): string {
  const headers = tabs[0]?.headers
  const options = {
    title: 'Viewer Gateway',
    logo: mark,
    defaultTabs: tabs.map((tab) => ({
      query: tab.query,
      headers: tab.headers ? JSON.stringify(tab.headers, null, 2) : null,
    })),
    // The first tab's editor and every new tab take these.
    ...(headers ? { headers: JSON.stringify(headers, null, 2) } : {}),
    defaultEditorToolsVisibility: headers ? 'headers' : true,
  }
  return `
const workerUrl = (text) => URL.createObjectURL(new Blob([text], { type: 'application/javascript' }));
const workers = {
  editorWorkerService: workerUrl(${literal(editorWorkerService)}),
  json: workerUrl(${literal(jsonWorker)}),
  graphql: workerUrl(${literal(graphqlWorker)}),
};
self.MonacoEnvironment = { globalAPI: false, getWorkerUrl: (_module, label) => workers[label] };
${js};
(${renewTabs})(${literal(tabs)});
YogaGraphiQL.renderYogaGraphiQL(document.getElementById('root'), { ...${literal(options)}, onEditQuery() {} });
`
}

/**
 * Runs in the browser, which remembers tabs with their tokens. The gateway makes its demo tokens anew: those take the
 * place of the old ones, and whatever the reader has written stays. Other queries to open on begin afresh.
 */
const renewTabs = `(tabs) => {
  const key = 'viewer-gateway:tabs';
  const before = JSON.parse(localStorage.getItem(key) ?? '[]');
  const shapeOf = (all) => JSON.stringify(all.map(({ query, headers = {} }) => [query, Object.keys(headers)]));
  const isSame = shapeOf(before) === shapeOf(tabs);
  const forgotten = ['tabState', 'query', 'variables', 'headers'].map((name) => 'graphiql:' + name);
  for (const name of Object.keys(localStorage).filter((one) => one.startsWith('graphiql:'))) {
    if (!isSame && forgotten.includes(name)) localStorage.removeItem(name);
    if (!isSame) continue;
    let text = localStorage.getItem(name);
    tabs.forEach(({ headers = {} }, index) => {
      for (const [header, value] of Object.entries(headers)) text = text.replaceAll(before[index].headers[header], value);
    });
    localStorage.setItem(name, text);
  }
  localStorage.setItem(key, JSON.stringify(tabs));
}`

/** A value as JavaScript that may stand in a script element. */
function literal(value: unknown): string {
  return JSON.stringify(value).replaceAll('<', '\\u003c')
}

// One circle, four faces.
const mark =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32" width="28" height="28"><circle cx="16" cy="16" r="15" fill="#d60590"/><path d="M16 1v30M1 16h30" stroke="#fff" stroke-width="2"/><circle cx="16" cy="16" r="6" fill="#fff"/></svg>'

// A tab that is pressed would leap to where another stood and never be told of the click (GraphiQL 5 with several tabs
// to open on). The editor's font draws "7x9z" as "7×9z" unless told not to. A narrow window has the answer below the
// query, and the documentation in front of both. Links to other pages stand in the empty middle of the sidebar.
const layout = `
html, body, #root { height: 100%; margin: 0; overflow: hidden; }
.graphiql-container .graphiql-tab { transform: none !important; }
.graphiql-container .monaco-editor * { font-feature-settings: "liga" off, "calt" off !important; }
.pages {
  position: fixed; left: 0; top: 40%; width: 60px; display: grid; gap: 12px; text-align: center;
  font: 12px/1.3 system-ui, sans-serif;
}
.pages a { color: #596275; }
.graphiql-dark .pages a { color: #b7c2d7; }
@media (prefers-color-scheme: dark) { body:not(.graphiql-light) .pages a { color: #b7c2d7; } }
@media (max-width: 700px) {
  .pages { width: 44px; font-size: 11px; }
  .graphiql-container { --sidebar-width: 44px; height: 100dvh; }
  .graphiql-container .graphiql-sessions { margin: 4px 4px 4px 0; border-radius: 12px; }
  .graphiql-container #graphiql-session { flex-direction: column; min-height: 0; }
  .graphiql-container #graphiql-session > * { min-height: 0; }
  .graphiql-container .graphiql-horizontal-drag-bar { display: none; }
  .graphiql-container .graphiql-logo span { display: none; }
  .graphiql-container .graphiql-main { position: relative; }
  .graphiql-container .graphiql-main > .graphiql-plugin {
    position: absolute; top: 0; bottom: 0; width: 100%; z-index: 10; background: hsl(var(--color-base));
  }
}
`
