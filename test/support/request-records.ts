import { RequestRecord } from '../../src/edge/request-record.ts'

/** A request to the graph that has been answered, for what listens to more of them than one would send. */
export function createRequestRecord({ operation, client }: { operation: string; client: string }): RequestRecord {
  const record = new RequestRecord('c1000000-0000-4000-8000-000000000001', false)
  return Object.assign(record, {
    face: 'graph',
    route: '/graphql',
    operation: { type: 'query', name: operation },
    client,
    status: 200,
    ended: record.began + 1,
  })
}
