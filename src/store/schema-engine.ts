import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import {
  bindMigrationAwareSqlAdapterFactory,
  type SqlMigrationAwareDriverAdapterFactory,
} from '@prisma/driver-adapter-utils'
import type * as engineModule from '@prisma/schema-engine-wasm/schema_engine_bg'

type SchemaEngine = engineModule.SchemaEngine

/**
 * Runs `work` with Prisma's own schema engine, the one behind `prisma migrate`, on a database of either home: in
 * process, without a binary. Costs about 50 ms the first time.
 *
 * Raises what the database said when a statement failed, the engine's own error otherwise.
 */
export async function withSchemaEngine<T>(
  factory: SqlMigrationAwareDriverAdapterFactory,
  work: (engine: SchemaEngine) => Promise<T>,
): Promise<T> {
  const { SchemaEngine } = await loadSchemaEngine()
  const bound = bindMigrationAwareSqlAdapterFactory(factory)
  try {
    const engine = await SchemaEngine.new({ datamodels: undefined }, () => {}, bound)
    try {
      return await work(engine)
    } finally {
      engine.free()
    }
  } catch (error) {
    // The engine knows a driver's error by number only and says "External error id#0": the error itself is kept here.
    const id = error instanceof Error ? /External error id#(\d+)/.exec(error.message)?.[1] : undefined
    const driverError = id === undefined ? undefined : bound.errorRegistry.consumeError(Number(id))?.error
    throw driverError ?? error
  }
}

// Node has it; TypeScript knows it only with the browser's types.
declare const WebAssembly: {
  instantiate(bytes: Uint8Array, imports: object): Promise<{ instance: { exports: Record<string, unknown> } }>
}

// The package's glue code holds one instance, and a second would cross their memories. So this memory is as global as
// the glue, also where this file is loaded more than once (vitest does so for its projects).
const loadedEngine = Symbol.for('viewer-gateway.schema-engine')
const memory = globalThis as { [loadedEngine]?: Promise<typeof engineModule> }

function loadSchemaEngine(): Promise<typeof engineModule> {
  memory[loadedEngine] ??= instantiate()
  return memory[loadedEngine]
}

// The package's own entry imports the .wasm as an ES module, which Node 20 does not do: the same steps, by hand.
async function instantiate(): Promise<typeof engineModule> {
  const glue = await import('@prisma/schema-engine-wasm/schema_engine_bg')
  const wasmPath = createRequire(import.meta.url)
    .resolve('@prisma/schema-engine-wasm/schema_engine_bg')
    .replace(/\.js$/, '.wasm')
  const imports = { './schema_engine_bg.js': { ...glue } }
  const { instance } = await WebAssembly.instantiate(await readFile(wasmPath), imports)
  glue.__wbg_set_wasm(instance.exports)
  const start = instance.exports.__wbindgen_start as () => void
  start()
  return glue
}
