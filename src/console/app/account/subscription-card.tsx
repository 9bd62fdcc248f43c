import {
  CancelSubscriptionDocument,
  type LimitFragment,
  type MeterStateFragment,
  ResumeSubscriptionDocument,
  type SubscriptionFragment,
} from '../../gql/graphql.ts'
import { count, day, fromNow, time, words } from '../format.ts'
import { Outcome } from '../outcome.tsx'
import { useChange } from '../use-change.ts'
import { Bar } from './bar.tsx'
import { Card } from './card.tsx'
import type { CardsProps } from './cards.tsx'

/** The governing subscription: its plan, what that allows, and what has been used of it. */
export function SubscriptionCard({ account: { subscription, subscriptions }, isOwn }: CardsProps) {
  if (subscription === null) {
    return (
      <Card id="subscription" title="Subscription">
        <p class="hint">None.</p>
      </Card>
    )
  }
  const others = subscriptions.filter(({ id }) => id !== subscription.id)
  return (
    <Card id="subscription" title="Subscription" aside={<span class="tag">{words(subscription.statusText)}</span>}>
      <p class="figure">{subscription.plan.name}</p>
      <Period subscription={subscription} />
      {subscription.trial && <Trial trial={subscription.trial} />}
      <Meter name="Spans" meter={subscription.usage.spans} />
      <Meter name="Agents" meter={subscription.usage.agents} />
      <Features features={subscription.features} />
      {others.length > 0 && (
        <p class="hint">
          Other systems tell of {others.map(({ plan, statusText }) => `${plan.name} (${statusText})`).join(', ')}.
        </p>
      )}
      {isOwn && <Ending subscription={subscription} />}
    </Card>
  )
}

function Period({ subscription }: { readonly subscription: SubscriptionFragment }) {
  const { currentPeriodEnd, cancelAtPeriodEnd } = subscription
  if (currentPeriodEnd === null) return null
  return (
    <p class="hint">
      {cancelAtPeriodEnd ? 'Ends' : 'This period ends'}{' '}
      <time dateTime={currentPeriodEnd} title={time(currentPeriodEnd)}>
        {day(currentPeriodEnd)}, {fromNow(currentPeriodEnd)}
      </time>
    </p>
  )
}

function Trial({ trial }: { readonly trial: NonNullable<SubscriptionFragment['trial']> }) {
  return (
    <p class={trial.expired ? 'countdown bad' : 'countdown'}>
      <strong>{trial.expired ? 'Over' : count(trial.daysRemaining)}</strong>
      {trial.expired ? ' the trial has ended' : ` ${trial.daysRemaining === 1 ? 'day' : 'days'} of the trial left`}
      {trial.endsAt && <span class="hint"> {time(trial.endsAt)}</span>}
    </p>
  )
}

function Meter({ name, meter }: { readonly name: string; readonly meter: MeterStateFragment }) {
  const text = meter.limit.unlimited
    ? `${count(meter.used)}, no limit`
    : `${count(meter.used)} of ${count(meter.limit.max ?? 0)}`
  return (
    <div class="meter">
      <span class="what">{name}</span>
      <span class="number">{text}</span>
      {!meter.limit.unlimited && (
        <Bar label={name} perMille={Math.round(meter.percent * 10)} text={text} isOver={meter.overLimit} />
      )}
      <span class="when">
        {meter.overLimit && 'beyond the limit'}
        {meter.resetsAt && `anew ${day(meter.resetsAt)}`}
      </span>
    </div>
  )
}

const flags = [
  ['alerts', 'Alerts'],
  ['evaluations', 'Evaluations'],
  ['exports', 'Exports'],
  ['deepSearch', 'Deep search'],
  ['semanticSearch', 'Semantic search'],
  ['smartSearch', 'Smart search'],
  ['customLLMLogic', 'Custom LLM logic'],
  ['modelTraining', 'Model training'],
  ['sso', 'SSO'],
  ['rbac', 'RBAC'],
] as const

function Features({ features }: { readonly features: SubscriptionFragment['features'] }) {
  return (
    <section aria-labelledby="features-title">
      <h3 id="features-title">Features</h3>
      <ul class="features">
        <li>{limited(features.spans)} spans</li>
        <li>{limited(features.agents)} agents</li>
        <li>
          {features.retention.unlimited ? 'Unlimited' : `${count(features.retention.max ?? 0)} days of`} retention
        </li>
        <li>{words(features.support)} support</li>
        {flags.map(([key, name]) => (
          <li key={key} class={features[key] ? 'on' : 'off'}>
            <span aria-hidden="true">{features[key] ? '✓' : '–'}</span> {name}
            {!features[key] && <span class="unseen"> not included</span>}
          </li>
        ))}
      </ul>
    </section>
  )
}

function limited({ unlimited, max }: LimitFragment): string {
  return unlimited ? 'Unlimited' : count(max ?? 0)
}

/** Its owner ends it with its period, and takes that back. */
function Ending({ subscription }: { readonly subscription: SubscriptionFragment }) {
  const [canceled, cancel] = useChange(CancelSubscriptionDocument)
  const [resumed, resume] = useChange(ResumeSubscriptionDocument)
  const isEnding = subscription.cancelAtPeriodEnd
  return (
    <div>
      <button
        type="button"
        class="plain"
        disabled={canceled.fetching || resumed.fetching}
        onClick={() => (isEnding ? resume({}) : cancel({}))}
      >
        {isEnding ? 'Let it go on' : 'End it with this period'}
      </button>
      <Outcome
        error={canceled.error ?? resumed.error}
        refused={(isEnding ? resumed.data?.resumeSubscription : canceled.data?.cancelSubscription)?.userErrors}
      />
    </div>
  )
}
