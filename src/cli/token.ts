import { type Command, Option } from 'commander'
import { keepDemoSecret } from '../auth/demo-secret.ts'
import { mintToken } from '../auth/mint.ts'
import { isServiceName } from '../auth/subject.ts'
import type { AccountLookup } from '../domain/account-lookup.ts'
import { readSettings, type Settings } from '../env.ts'
import { systems } from '../rest/legacy/index.ts'
import { findAccountIds } from '../store/account-lookup.ts'
import { accountArgument } from './account-argument.ts'
import { durationArgument } from './arguments.ts'
import { CommandError, UsageError } from './command-error.ts'
import { teach } from './teach.ts'
import { withMigratedDatabase } from './with-database.ts'

interface Options {
  readonly account?: string
  readonly service?: string
  readonly scope?: string
  readonly ttl: number
}

export function addToken(program: Command): void {
  const token = program
    .command('token')
    .summary('make a token')
    .description('Prints a token, and nothing else. It is signed with JWT_SECRET, or with the demo’s own secret.')
    .option('--account <who>', 'whom it stands for: a UUID, an e-mail address, or SYSTEM:ID such as users-me:42')
    .addOption(new Option('--service <name>', 'a service instead, without an account').conflicts('account'))
    .option(
      '--scope <scopes>',
      'what it may do, space-separated (default: read and write one’s own profile; a service: nothing)',
    )
    .addOption(new Option('--ttl <duration>', 'how long it is good').argParser(durationArgument).default(3_600, '1h'))
    .action(runToken)
  teach(token, {
    examples: [
      ['token --account ada@example.com', 'for a person, an hour long'],
      ['token --account users-me:550e8400-e29b-41d4-a716-446655440000', 'for a person as a legacy system knows them'],
      [
        "token --service billing --scope 'credits:write subscriptions:write' --ttl 30d",
        'for a service that moves credits and sets subscriptions',
      ],
    ],
  })
}

async function runToken(options: Options): Promise<void> {
  const settings = readSettings(process.env, systems)
  const { subject, system } = await subjectOf(options)
  const { issuer, audience } = settings.jwt
  const scopes = options.scope?.split(' ').filter((scope) => scope !== '')
  const token = await mintToken({
    secret: await signingSecret(settings),
    issuer,
    audience,
    subject,
    ...(system === undefined ? {} : { system }),
    ...(scopes === undefined ? {} : { scopes }),
    ttlSeconds: options.ttl,
    now: new Date(),
  })
  console.log(token)
}

async function subjectOf({ account, service }: Options): Promise<{ subject: string; system?: string }> {
  if (service !== undefined) return { subject: serviceSubject(service) }
  if (account === undefined) throw new UsageError('Say whom it stands for: --account or --service.')
  const lookup = accountArgument(account)
  switch (lookup.by) {
    case 'accountId':
      return { subject: lookup.accountId }
    case 'legacy':
      return { subject: lookup.legacyId, system: lookup.system }
    default:
      return { subject: await accountOf(lookup) }
  }
}

function serviceSubject(name: string): string {
  if (!isServiceName(name))
    throw new UsageError('A service is named by 1 to 64 letters, digits, dots, dashes and underscores.')
  return `service:${name}`
}

async function accountOf(lookup: AccountLookup): Promise<string> {
  const id = await withMigratedDatabase('token', async ({ prisma }) => (await findAccountIds(prisma, [lookup]))(lookup))
  if (id === null) throw new CommandError('No account has this address.')
  return id
}

/** @throws CommandError where tokens are signed elsewhere. */
async function signingSecret({ jwt, dataDir }: Settings): Promise<string> {
  if (jwt.jwksUrl !== null)
    throw new CommandError('Tokens are signed by whoever serves JWT_JWKS_URL; none can be made here.')
  return jwt.secret ?? keepDemoSecret(dataDir)
}
