import type { CreditPoolKind, creditPools } from '../../domain/credits.ts'
import { builder } from '../builder.ts'

export const CreditPool = builder.enumType('CreditPool', {
  description: 'The four quantities an account may hold. They are never converted into each other.',
  values: {
    WALLET: { description: 'EUR, to the millionth.' },
    PERMANENT: { description: 'Whole credits that never expire.' },
    MONTHLY: { description: 'Whole credits that come anew each period.' },
    ADDITIONAL: { description: 'Whole credits that may be used beyond the monthly ones, up to a maximum per period.' },
  } satisfies Record<(typeof creditPools)[number], { description: string }>,
})

/** An amount with what it is an amount of. */
export interface PoolAmount {
  readonly pool: CreditPoolKind
  readonly amount: bigint
}

export const PoolAmountType = builder.objectRef<PoolAmount>('PoolAmount').implement({
  description: 'An amount in the unit of its pool: exactly one of `eur` and `credits` is set.',
  fields: (t) => ({
    eur: t.field({
      type: 'EurAmount',
      nullable: true,
      description: 'The amount, when the pool is the wallet.',
      resolve: ({ pool, amount }) => (pool === 'WALLET' ? amount : null),
    }),
    credits: t.field({
      type: 'CreditAmount',
      nullable: true,
      description: 'The amount, when the pool holds whole credits.',
      resolve: ({ pool, amount }) => (pool === 'WALLET' ? null : amount),
    }),
  }),
})
