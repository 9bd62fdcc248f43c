import pg from 'pg'
import { openDatabase } from '../../src/store/database.ts'
import type { Cluster } from '../support/cluster.ts'
import { type Belongings, makePeople } from './people.ts'

/** People whose numbers go from `first` to `last`, all with the same belongings. */
export interface Group extends Belongings {
  readonly first: number
  readonly last: number
}

/** Makes a database with these people in it, as one that has been looked after; its URL. */
export async function makePeopleDatabase(
  cluster: Cluster,
  name: string,
  groups: readonly Group[],
  now: Date,
  tell: (message: string) => void,
): Promise<string> {
  await cluster.session((client) => client.query(`CREATE DATABASE ${name}`))
  const url = Object.assign(new URL(cluster.url), { pathname: `/${name}` }).toString()
  const database = await openDatabase({ url, dataDir: '' })
  await database.migrate()
  await database.close()
  const all = groups.reduce((sum, { first, last }) => sum + last - first + 1, 0)
  let made = 0
  const make = (client: pg.Client, { first, last, ...belongings }: Group) => {
    let from = first
    return makePeople(client, first, last, now, belongings, (to) => {
      made += to - from + 1
      from = to + 1
      tell(`${made} of ${all} people made in ${name}`)
    })
  }
  for (const group of groups) {
    await Promise.all(halves(group).map((half) => inSession(url, (client) => make(client, half))))
  }
  await inSession(url, async (client) => {
    await client.query('VACUUM ANALYZE')
    await client.query('CHECKPOINT')
  })
  return url
}

/** Of a large group: a million people keep one session busy for a quarter of an hour. */
function halves(group: Group): Group[] {
  const { first, last } = group
  if (last - first < 100_000) return [group]
  const middle = Math.floor((first + last) / 2)
  return [
    { ...group, last: middle },
    { ...group, first: middle + 1 },
  ]
}

async function inSession(url: string, work: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await work(client)
  } finally {
    await client.end()
  }
}
