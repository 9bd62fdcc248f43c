/** Of a PostgreSQL that lives for a run: what makes writing safe would only make it slow. Nobody is disturbed by a vacuum. */
export const clusterSettings = [
  ...['shared_preload_libraries=pg_stat_statements', 'shared_buffers=1GB', 'max_connections=200'],
  ...['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'max_wal_size=8GB', 'autovacuum=off'],
]
