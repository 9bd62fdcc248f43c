import pg from 'pg'

// Exit status 0 when TEST_DATABASE_URL answers within ten seconds.
const deadline = Date.now() + 10_000
for (;;) {
  const client = new pg.Client({ connectionString: process.env.TEST_DATABASE_URL, connectionTimeoutMillis: 1_000 })
  try {
    await client.connect()
    const { rows } = await client.query('SHOW server_version')
    console.log(`PostgreSQL ${rows[0].server_version}`)
    await client.end()
    process.exit(0)
  } catch (error) {
    if (Date.now() > deadline) {
      console.error(String(error))
      process.exit(1)
    }
    await new Promise((resolve) => setTimeout(resolve, 500))
  }
}
