import type { CreditPool } from '../../gql/graphql.ts'
import { words } from '../format.ts'

export const pools: readonly CreditPool[] = ['WALLET', 'PERMANENT', 'MONTHLY', 'ADDITIONAL']

interface Props {
  readonly id: string
  readonly pool: CreditPool
  readonly onChoose: (pool: CreditPool) => void
}

export function PoolChoice({ id, pool, onChoose }: Props) {
  return (
    <>
      <label for={id}>Of</label>
      <select id={id} value={pool} onChange={(event) => onChoose(event.currentTarget.value as CreditPool)}>
        {pools.map((one) => (
          <option key={one} value={one}>
            {words(one)}
          </option>
        ))}
      </select>
    </>
  )
}
