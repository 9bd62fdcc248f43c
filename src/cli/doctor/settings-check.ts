import { type Check, fail, ok } from './check.ts'

export const settingsCheck: Check = {
  name: 'settings',
  look: async ({ settings, problems }) => {
    if (settings === null) {
      const remedy = 'Set it in the environment; README.md, Settings, says what it takes.'
      return problems.flatMap((problem) => fail(problem, remedy))
    }
    const { databaseUrl, demo } = settings
    const home = databaseUrl === null ? 'the embedded database' : 'a PostgreSQL server'
    return ok(`can be read: ${home}, ${demo ? 'with demo people' : 'no demo'}`)
  },
}
