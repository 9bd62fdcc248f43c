import { type AccountLookup, isUuid } from '../domain/account-lookup.ts'
import { shapes } from '../rest/legacy/index.ts'
import { systemArgument } from './arguments.ts'
import { UsageError } from './command-error.ts'

/**
 * An account by its UUID, its e-mail address, or SYSTEM:ID.
 *
 * @throws UsageError for anything else.
 */
export function accountArgument(text: string): AccountLookup {
  const uuid = text.toLowerCase()
  if (isUuid(uuid)) return { by: 'accountId', accountId: uuid }
  const [, system = '', legacyId = ''] = /^([^:@]*):(.*)$/s.exec(text) ?? []
  const shape = shapes.find((one) => [one.system, systemArgument(one.system)].includes(system))
  if (shape && legacyId !== '') return { by: 'legacy', system: shape.system, legacyId }
  if (text.includes('@')) return { by: 'email', email: text }
  const systems = shapes.map((one) => systemArgument(one.system)).join(', ')
  throw new UsageError(`An account is named by a UUID, an e-mail address, or SYSTEM:ID with one of ${systems}.`)
}
