import type { EntryRowFragment } from '../../gql/graphql.ts'
import { amount, perMille, unitsOf } from '../format.ts'

const width = 600
const height = 48

/** The balance each movement left, oldest first, as steps. */
export function BalanceLine({ entries }: { readonly entries: readonly EntryRowFragment[] }) {
  const balances = entries.map(({ availableAfter }) => unitsOf(availableAfter)).reverse()
  const lowest = balances.reduce((least, one) => (one < least ? one : least), 0n)
  const highest = balances.reduce((most, one) => (one > most ? one : most), 0n)
  const step = width / Math.max(1, balances.length)
  const heightOf = (balance: bigint) =>
    height - 2 - (perMille(balance - lowest, highest - lowest) * (height - 4)) / 1000
  const path = balances
    .map((balance, index) => `${index === 0 ? 'M0' : `L${index * step}`} ${heightOf(balance)}H${(index + 1) * step}`)
    .join('')
  const [newest] = entries
  const oldest = entries.at(-1)
  const said =
    newest && oldest
      ? `from ${amount(oldest.availableAfter)} to ${amount(newest.availableAfter)} over these movements`
      : ''
  return (
    <svg
      class="balance"
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={`Balance ${said}`}
    >
      <path d={path} />
    </svg>
  )
}
