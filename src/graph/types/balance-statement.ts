import type { BalanceStatement } from '../../domain/statement.ts'
import { builder } from '../builder.ts'
import { CreditPool, PoolAmountType } from './pool-amount.ts'

export const BalanceStatementType = builder.objectRef<BalanceStatement>('BalanceStatement').implement({
  description: 'Why a balance is what it is: granted − consumed − expired − held = available, exactly.',
  fields: (t) => {
    const amount = (name: 'granted' | 'consumed' | 'expired' | 'held' | 'available', description: string) =>
      t.field({
        type: PoolAmountType,
        description,
        resolve: (statement) => ({ pool: statement.pool, amount: statement[name] }),
      })
    return {
      pool: t.expose('pool', { type: CreditPool, description: 'Whose balance.' }),
      granted: amount('granted', 'Everything ever given.'),
      consumed: amount('consumed', 'Everything ever spent.'),
      expired: amount('expired', 'Everything that lapsed, up to this instant.'),
      held: amount('held', 'What open holds set aside.'),
      available: amount('available', 'What may be spent now.'),
    }
  },
})
