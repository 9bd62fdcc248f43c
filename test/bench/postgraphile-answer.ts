import { formatEur } from '../../src/domain/eur.ts'
import { meterOf } from '../../src/domain/usage.ts'

/** The viewer's query in PostGraphile's names: one statement there, too. */
export const postgraphileQuery = `query Viewer {
  me {
    rowId email displayName createdAt
    walletPosted walletHeld permanentLeft monthlyLeft monthlyTotal additionalLeft additionalTotal
    spansUsed agentCount activeApiKeyCount
    heldPlanByGoverningSubscriptionId {
      status currentPeriodEnd plan planName spansLimit alerts exports sso support
    }
  }
}`

interface Me {
  readonly rowId: string
  readonly email: string
  readonly displayName: string | null
  readonly createdAt: string
  readonly walletPosted: string
  readonly walletHeld: string
  readonly permanentLeft: string
  readonly monthlyLeft: string
  readonly monthlyTotal: string
  readonly additionalLeft: string
  readonly additionalTotal: string
  readonly spansUsed: string
  readonly agentCount: number
  readonly activeApiKeyCount: number
  readonly heldPlanByGoverningSubscriptionId: {
    readonly status: string
    readonly currentPeriodEnd: string
    readonly plan: string
    readonly planName: string
    readonly spansLimit: number
    readonly alerts: boolean
    readonly exports: boolean
    readonly sso: boolean
    readonly support: string
  }
}

/**
 * Its answer in the gateway's shape, so that the two can be compared. The facts are its own; their form is ours, and so
 * is what follows from two of them (available, remaining, per cent), which it is spared.
 */
export function fromPostgraphile(text: string): string {
  const answer = JSON.parse(text) as { readonly data?: { readonly me?: Me } }
  const me = answer.data?.me
  if (!me) return text
  const subscription = me.heldPlanByGoverningSubscriptionId
  const { plan, planName, alerts, exports, sso, support, spansLimit } = subscription
  const used = Number(me.spansUsed)
  const { percent } = meterOf(used, spansLimit, null)
  const viewer = {
    accountId: me.rowId,
    email: me.email,
    displayName: me.displayName,
    createdAt: utc(me.createdAt),
    credits: {
      wallet: {
        available: formatEur(BigInt(me.walletPosted) - BigInt(me.walletHeld)),
        held: formatEur(BigInt(me.walletHeld)),
      },
      permanent: Number(me.permanentLeft),
      monthly: window(me.monthlyLeft, me.monthlyTotal),
      additional: window(me.additionalLeft, me.additionalTotal),
    },
    subscription: {
      status: subscription.status.toUpperCase(),
      currentPeriodEnd: utc(subscription.currentPeriodEnd),
      plan: { key: plan, name: planName },
      usage: { spans: { used, percent, limit: { max: spansLimit } } },
      features: { alerts, exports, sso, support: support.toUpperCase() },
    },
    resources: { agentCount: me.agentCount, activeApiKeyCount: me.activeApiKeyCount },
  }
  return JSON.stringify({ data: { viewer } })
}

/** It says instants with an offset. */
function utc(instant: string): string {
  return new Date(instant).toISOString()
}

function window(left: string, total: string) {
  return { total: Number(total), remaining: Math.min(Number(left), Number(total)) }
}
