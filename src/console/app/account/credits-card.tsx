import { type AccountFragment, DismissCreditNoticeDocument, type WindowStateFragment } from '../../gql/graphql.ts'
import { count, day, eur, fromNow, perMille, time } from '../format.ts'
import { useChange } from '../use-change.ts'
import { Bar } from './bar.tsx'
import { Card } from './card.tsx'
import type { CardsProps } from './cards.tsx'
import { Grants } from './grants.tsx'
import { History } from './history.tsx'
import { Holds } from './holds.tsx'
import { pools } from './pool-choice.tsx'
import { Statement } from './statement.tsx'

/** The four quantities, what they are made of, and how they came about. */
export function CreditsCard({ account, isOwn }: CardsProps) {
  const { credits } = account
  const { wallet, permanent, monthly, additional, grants, holds } = credits
  const firstPool = pools.find((pool) => grants.edges.some(({ node }) => node.pool === pool)) ?? 'WALLET'
  return (
    <Card id="credits" title="Credits" aside={credits.hasUnseenGrants && <Unseen isOwn={isOwn} />}>
      <div class="figures">
        <Wallet wallet={wallet} />
        <div>
          <h3>Permanent</h3>
          <p class="figure">{count(permanent)}</p>
          <p class="hint">whole credits that never expire</p>
        </div>
        {monthly && <Window name="Monthly" window={monthly} />}
        {additional && <Window name="Additional" window={additional} />}
      </div>
      <div class="halves">
        <div>
          <Grants grants={grants.edges.map(({ node }) => node)} hasMore={grants.pageInfo.hasNextPage} />
          <Holds holds={holds.edges.map(({ node }) => node)} hasMore={holds.pageInfo.hasNextPage} />
        </div>
        <div>
          <History accountId={account.id} firstPool={firstPool} />
          <Statement accountId={account.id} firstPool={firstPool} />
        </div>
      </div>
    </Card>
  )
}

function Wallet({ wallet }: { readonly wallet: AccountFragment['credits']['wallet'] }) {
  return (
    <div>
      <h3>Wallet</h3>
      <p class="figure">
        {eur(wallet.available)} <span class="hint">available</span>
      </p>
      <dl class="pairs">
        <dt>held</dt>
        <dd>{eur(wallet.held)}</dd>
        <dt>posted</dt>
        <dd>{eur(wallet.posted)}</dd>
        {wallet.creditLimitCents > 0 && (
          <>
            <dt>credit limit</dt>
            <dd>{eur(inEur(wallet.creditLimitCents))}</dd>
          </>
        )}
        {wallet.expiresAt && (
          <>
            <dt>next to expire</dt>
            <dd title={time(wallet.expiresAt)}>{fromNow(wallet.expiresAt)}</dd>
          </>
        )}
        {wallet.freeTrialPending && (
          <>
            <dt>waits for the address to be verified</dt>
            <dd>{eur(wallet.freeTrialPending)}</dd>
          </>
        )}
      </dl>
    </div>
  )
}

/** Cents as the text of an amount, without a float between. */
function inEur(cents: number): string {
  const digits = String(cents).padStart(3, '0')
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`
}

function Window({ name, window }: { readonly name: string; readonly window: WindowStateFragment }) {
  const share = perMille(BigInt(window.remaining), BigInt(window.total))
  const text = `${count(window.remaining)} of ${count(window.total)} left`
  return (
    <div>
      <h3>{name}</h3>
      <p class="figure">{count(window.remaining)}</p>
      <Bar label={`${name} credits`} perMille={share} text={text} />
      <p class="hint">
        of {count(window.total)}, anew <span title={time(window.resetsAt)}>{day(window.resetsAt)}</span>
      </p>
    </div>
  )
}

function Unseen({ isOwn }: { readonly isOwn: boolean }) {
  const [{ fetching }, dismiss] = useChange(DismissCreditNoticeDocument)
  return (
    <p class="tag good">
      New credits
      {isOwn && (
        <button type="button" class="plain" disabled={fetching} onClick={() => dismiss({})}>
          Dismiss
        </button>
      )}
    </p>
  )
}
