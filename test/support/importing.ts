import type { BodyOutcome } from '../../src/rest/legacy/import-bodies.ts'
import { type TestApp, testNow } from './app.ts'
import { bodyOf, importPerson, type LegacySystemName, type Person, type Records } from './legacy-people.ts'

/** Where each shape is asked for (contract). */
export const paths: Readonly<Record<LegacySystemName, string>> = {
  ACCOUNT_PROFILE: '/v1/account/profile',
  USERS_ME: '/api/v1/users/me',
  USER_PROFILE: '/api/users/profile',
  USER_INFO: '/user/info',
}

type Whose = Pick<Person, 'accountId'>

/** An app with what a test of importing does again and again: bring people in, and ask for them at either face. */
export function importingInto(app: TestApp) {
  let people = 0
  const nextNumber = () => (people += 1)

  async function bytes(system: LegacySystemName, { accountId }: Whose): Promise<string> {
    const response = await app.get(paths[system], await app.token(accountId))
    if (response.status !== 200) throw new Error(`${system} answers ${response.status}: ${await response.text()}`)
    return response.text()
  }

  /** What a shape says of a person; its fields without an envelope. */
  async function said(system: LegacySystemName, who: Whose) {
    const body = JSON.parse(await bytes(system, who))
    return body.user ?? body
  }

  return {
    nextNumber,
    bytes,
    said,

    person: (systems: readonly LegacySystemName[], records: Records = {}): Promise<Person> =>
      importPerson(app, nextNumber(), systems, records),

    /** One record of a numbered person. */
    importOne: (
      system: LegacySystemName,
      number: number,
      changes: Readonly<Record<string, unknown>> = {},
      linkByEmail = false,
    ) => app.importBody(system, bodyOf(system, number, changes), { linkByEmail }),

    saidAt: async (instant: string, system: LegacySystemName, who: Whose) => {
      app.clock.now = new Date(instant)
      try {
        return await said(system, who)
      } finally {
        app.clock.now = testNow
      }
    },

    viewer: async (selection: string, { accountId }: Whose) => {
      const { data, errors } = await app.query(`{ viewer { ${selection} } }`, await app.token(accountId))
      if (errors) throw new Error(JSON.stringify(errors))
      return data.viewer
    },

    accountIdOf: (system: LegacySystemName, number: number): Promise<Whose> => {
      const body = JSON.parse(bodyOf(system, number))
      const { id } = body.user ?? body
      return app.database.prisma.legacyIdentity.findFirstOrThrow({
        where: { system, legacyId: id },
        select: { accountId: true },
      })
    },

    patch: async (system: 'ACCOUNT_PROFILE' | 'USERS_ME', { accountId }: Whose, body: unknown): Promise<Response> =>
      app.send('PATCH', paths[system], body, await app.token(accountId)),

    /** The losses one answer suffered. */
    lossesOf: async (system: LegacySystemName, who: Whose): Promise<string[]> => {
      app.losses.length = 0
      await bytes(system, who)
      return app.losses.filter((one) => one.system === system).map(({ loss }) => loss)
    },
  }
}

/** The places an import had something to say of. */
export function reported(outcome: BodyOutcome): string[] {
  if (outcome.status === 'refused') throw new Error(JSON.stringify(outcome.problems))
  return [...outcome.normalised, ...outcome.warnings].map(({ field }) => field)
}
