import fastify from 'fastify'
import pg from 'pg'
import { answers, paths } from './answers.mjs'
import { accountIdOf } from './auth.mjs'
import { schemas } from './schemas.mjs'
import { statements } from './statements.mjs'

/** Fastify with response schemas, and pg; with NAMED=0 as usually written, where each statement is planned anew. */
const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 10 })
const isNamed = process.env.NAMED !== '0'

async function answer(question, { headers }) {
  const name = isNamed ? question : undefined
  const values = [accountIdOf(headers.authorization)]
  const { rows } = await pool.query({ name, text: statements[question], values })
  return answers[question](rows[0])
}

const app = fastify()
for (const [question, path] of Object.entries(paths)) {
  app.get(path, { schema: { response: { 200: schemas[question] } } }, (request) => answer(question, request))
}
// Only one query is ever sent: its text is not looked at.
app.post('/graphql', { schema: { response: { 200: schemas.viewer } } }, (request) => answer('viewer', request))
await app.listen({ port: Number(process.env.PORT), host: '127.0.0.1' })
