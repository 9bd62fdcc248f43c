/** What is asked, of whoever answers it. */
export const questions = ['viewer', 'accountProfile', 'usersMe', 'userProfile', 'userInfo'] as const
export type Question = (typeof questions)[number]

/** The legacy GETs. */
export const restQuestions = questions.filter((question) => question !== 'viewer')

export interface Asked {
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly body: string
}

export const viewerQuery = `query Viewer {
  viewer {
    accountId email displayName createdAt
    credits {
      wallet { available held }
      permanent
      monthly { total remaining }
      additional { total remaining }
    }
    subscription {
      status currentPeriodEnd
      plan { key name }
      usage { spans { used percent limit { max } } }
      features { alerts exports sso support }
    }
    resources { agentCount activeApiKeyCount }
  }
}`

const paths: Record<Exclude<Question, 'viewer'>, string> = {
  accountProfile: '/v1/account/profile',
  usersMe: '/api/v1/users/me',
  userProfile: '/api/users/profile',
  userInfo: '/user/info',
}

/** @param query the viewer's, in the words of who is asked. */
export function askedFor(question: Question, query: string): Asked {
  if (question === 'viewer') return { method: 'POST', path: '/graphql', body: JSON.stringify({ query }) }
  return { method: 'GET', path: paths[question], body: '' }
}

/** What a question is called in a report. */
export function inWords(question: Question): string {
  return question === 'viewer' ? 'viewer query' : `GET ${paths[question]}`
}
