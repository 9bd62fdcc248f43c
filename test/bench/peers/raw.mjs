import { createServer } from 'node:http'
import pg from 'pg'
import { answers, paths } from './answers.mjs'
import { accountIdOf } from './auth.mjs'
import { statements } from './statements.mjs'

/** Node's own HTTP server and pg, nothing between them; statements are named, so PostgreSQL keeps them prepared. */
const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 10 })
const questions = new Map([
  ['/graphql', 'viewer'],
  ...Object.entries(paths).map(([question, path]) => [path, question]),
])

const server = createServer(async (request, response) => {
  try {
    const accountId = accountIdOf(request.headers.authorization)
    const question = questions.get(request.url)
    // Only one query is ever sent: its text is not looked at.
    request.resume()
    const { rows } = await pool.query({ name: question, text: statements[question], values: [accountId] })
    const body = JSON.stringify(answers[question](rows[0]))
    const length = Buffer.byteLength(body)
    response.writeHead(200, { 'content-type': 'application/json; charset=utf-8', 'content-length': length })
    response.end(body)
  } catch (error) {
    console.error(error)
    response.writeHead(500).end()
  }
})
server.listen(Number(process.env.PORT), '127.0.0.1')
