import { rm } from 'node:fs/promises'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { writeBundledTemplate } from '../src/store/embedded.ts'
import { bundle } from './bundle.ts'

const dist = fileURLToPath(new URL('../dist', import.meta.url))
await rm(dist, { recursive: true, force: true })
await bundle(dist)
// A ready-made empty database, so that a first start takes a second less.
await writeBundledTemplate(pathToFileURL(`${dist}/embedded-template.tar.gz`))
