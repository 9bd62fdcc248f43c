import pg from 'pg'

/**
 * Whether something stands between this process and PostgreSQL: PostgreSQL tells every connection the number of its
 * process, a pooler tells a number of its own.
 */
export async function seesPooler(url: string): Promise<boolean> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: 3_000,
    query_timeout: 3_000,
    fallback_application_name: 'viewer-gateway',
  })
  client.on('error', () => {})
  await client.connect()
  try {
    const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')
    return rows[0]?.pid !== (client as pg.Client & { processID: number | null }).processID
  } finally {
    await client.end()
  }
}
