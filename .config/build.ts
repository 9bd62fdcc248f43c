import { cp, rm } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'

// After `tsc`: what is no TypeScript, and a ready-made empty database, so that a first start takes a second less.
const from = new URL('../src/store/migrations/', import.meta.url)
const to = new URL('../dist/store/migrations/', import.meta.url)
await rm(to, { recursive: true, force: true })
await cp(fileURLToPath(from), fileURLToPath(to), { recursive: true })

const { writeBundledTemplate } = await import(new URL('../dist/store/embedded.js', import.meta.url).href)
await writeBundledTemplate()
