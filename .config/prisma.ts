import { defineConfig } from 'prisma/config'

// The client needs no engine binary; a stand-in keeps `prisma generate` from downloading one.
process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= process.execPath

export default defineConfig({
  schema: '../schema.prisma',
  migrations: { path: '../src/store/migrations' },
})
