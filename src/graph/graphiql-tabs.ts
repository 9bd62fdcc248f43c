import { type GraphQLNamedType, type GraphQLSchema, getNamedType, isLeafType, isObjectType } from 'graphql'
import type { LegacySystem } from '../domain/legacy-system.ts'
import type { FieldLineage } from '../domain/lineage.ts'

/** A query to open on. Its title is the operation's name. */
export interface GraphiqlTab {
  readonly query: string
  /** Sent with it: `Authorization`, where there is a token to show it with. */
  readonly headers?: Readonly<Record<string, string>>
}

/** A legacy endpoint and where its fields live in the Viewer. */
export interface LegacyEndpoint {
  readonly system: LegacySystem
  /** As its callers know it: `GET /api/v1/users/me`. */
  readonly route: string
  readonly lineage: readonly FieldLineage[]
}

/** Somebody a service may try the write side on. */
export interface ServiceDesk {
  readonly email: string
  readonly headers: GraphiqlTab['headers']
}

/**
 * The full viewer, then each legacy endpoint's facts, each with the headers that show it best; and, where there is a
 * service to ask, a hold and the reason of the balance it leaves.
 */
export function graphiqlTabs(
  schema: GraphQLSchema,
  endpoints: readonly LegacyEndpoint[],
  headersOf: (system: LegacySystem | null) => GraphiqlTab['headers'],
  desk: ServiceDesk | null,
): GraphiqlTab[] {
  const tab = (query: string, headers: GraphiqlTab['headers']): GraphiqlTab =>
    headers ? { query, headers } : { query }
  return [
    tab(viewerQuery, headersOf(null)),
    ...endpoints.map((endpoint) => tab(legacyQuery(schema, endpoint), headersOf(endpoint.system))),
    ...(desk ? deskQueries(desk, endpoints).map((query) => tab(query, desk.headers)) : []),
  ]
}

/** What a service asks: a hold, and why the number it changed is what it is, as the first endpoint that tells it does. */
function deskQueries({ email }: ServiceDesk, endpoints: readonly LegacyEndpoint[]): string[] {
  const number = endpoints
    .flatMap(({ lineage }) => lineage)
    .find(({ viewerFields }) => viewerFields.includes('credits.wallet.available'))
  return number ? [holdMutation(email), whyQuery(email, number)] : [holdMutation(email)]
}

/** Sets a little aside, as a service does; asked again, it answers the same. */
export function holdMutation(email: string): string {
  return `# A service sets 0.10 EUR aside for a while.
# The same key again gives the same answer.
mutation HoldCredits {
  holdCredits(
    input: {
      account: { email: ${JSON.stringify(email)} }
      amount: { eur: "0.100000" }
      ttlSeconds: 300
      reason: "rendering a film"
      reference: "job-7"
      idempotencyKey: "job-7"
    }
  ) {
    hold {
      id
      state
      expiresAt
    }
    account {
      credits {
        wallet {
          available
          held
        }
      }
    }
    userErrors {
      field
      message
      code
    }
  }
}
`
}

/** Why one number of a legacy endpoint is what it is. */
export function whyQuery(email: string, { system, legacyField }: FieldLineage): string {
  return `# Why "${legacyField}" is what it is:
# these movements add up to it.
query WhyThatBalance {
  account(by: { email: ${JSON.stringify(email)} }) {
    credits {
      explain(system: ${system}, field: "${legacyField}") {
        value {
          eur
        }
        movements(first: 10) {
          edges {
            node {
              occurredAt
              kind
              change {
                eur
              }
              availableAfter {
                eur
              }
              reason
              reference
              actor
            }
          }
        }
        due {
          kind
          dueAt
          change {
            eur
          }
        }
      }
    }
  }
}
`
}

/**
 * The facts of one legacy endpoint as a query, from its lineage and so never behind it: each field with the name it
 * has there.
 *
 * @throws Error when the lineage names a field the graph does not have.
 */
export function legacyQuery(schema: GraphQLSchema, { system, route, lineage }: LegacyEndpoint): string {
  const viewer: Place = { answers: [], children: new Map() }
  for (const { kind, legacyField, viewerFields } of lineage) {
    // The ids stand first, with the system each is of.
    if (kind === 'IDENTITY') continue
    for (const path of viewerFields) placeAt(viewer, path).answers.push(legacyField)
  }
  return `# The same facts as ${route}.
# Beside them: what they are called there.
query ${operationName(system)} {
  viewer {
    accountId
    identities {
      system
      legacyId # ${lineage.flatMap(({ kind, legacyField }) => (kind === 'IDENTITY' ? [legacyField] : [])).join(', ')}
      # The system's own record says otherwise,
      # and so does its endpoint.
      differences {
        field
        theirs
        ours
      }
    }
${selectionOf(viewer, schema.getType('Viewer'), [])}
  }
}
`
}

interface Place {
  /** The legacy fields that are answered from here. */
  readonly answers: string[]
  readonly children: Map<string, Place>
}

function placeAt(from: Place, path: string): Place {
  return path.split('.').reduce((place, name) => {
    const child = place.children.get(name) ?? { answers: [], children: new Map() }
    place.children.set(name, child)
    return child
  }, from)
}

function selectionOf({ children }: Place, type: GraphQLNamedType | undefined, above: readonly string[]): string {
  return [...children].map(([name, place]) => fieldLines(place, fieldType(type, name), [...above, name])).join('\n')
}

/** A field that answers by itself and is an object is asked for the values in it. */
function fieldLines(place: Place, type: GraphQLNamedType, path: readonly string[]): string {
  const otherNames = place.answers.filter((answer) => answer !== path.join('.'))
  const comment = otherNames.length > 0 ? ` # ${otherNames.join(', ')}` : ''
  const indent = '  '.repeat(path.length + 1)
  const line = `${indent}${path.at(-1)}`
  if (isLeafType(type)) return `${line}${comment}`
  if (place.answers.length > 0 && isObjectType(type)) {
    for (const [value, field] of Object.entries(type.getFields())) {
      if (isLeafType(getNamedType(field.type)) && field.args.length === 0) placeAt(place, value)
    }
  }
  return `${line} {${comment}\n${selectionOf(place, type, path)}\n${indent}}`
}

function fieldType(type: GraphQLNamedType | undefined, name: string): GraphQLNamedType {
  const field = isObjectType(type) ? type.getFields()[name] : undefined
  if (!field) throw new Error(`The graph has no ${type?.name}.${name}.`)
  return getNamedType(field.type)
}

/** `USERS_ME` → `UsersMe`. */
function operationName(system: LegacySystem): string {
  return system.toLowerCase().replace(/(?:^|_)(\w)/g, (_match, letter: string) => letter.toUpperCase())
}

/** Everything about one account. */
export const viewerQuery = `# All about one account: the token's.
query Viewer {
  viewer {
    id
    accountId
    email
    emailVerified
    displayName
    firstName
    lastName
    imageUrl
    company
    role
    isActive
    restriction
    signInMethod
    connectedProviders
    twoFactorEnabled
    promptAnalysisOptIn
    referralCode
    createdAt
    updatedAt
    identities {
      system
      legacyId
      createdAt
      updatedAt
      differences {
        field
        theirs
        ours
      }
    }
    credits {
      wallet {
        available
        held
        posted
        creditLimitCents
        expiresAt
        freeTrialPending
      }
      permanent
      monthly {
        total
        remaining
        resetsAt
      }
      additional {
        total
        remaining
        resetsAt
      }
      hasUnseenGrants
      # Why the wallet holds what it holds, from the journal.
      statement(pool: WALLET) {
        granted {
          eur
        }
        consumed {
          eur
        }
        expired {
          eur
        }
        held {
          eur
        }
        available {
          eur
        }
      }
      history(first: 5) {
        edges {
          node {
            occurredAt
            pool
            kind
            source
            destination
            amount {
              eur
              credits
            }
          }
        }
        pageInfo {
          hasNextPage
          endCursor
        }
      }
    }
    # The governing one; "subscriptions" lists what every system tells.
    subscription {
      system
      plan {
        key
        name
      }
      status
      currentPeriodStart
      currentPeriodEnd
      cancelAtPeriodEnd
      trial {
        endsAt
        daysRemaining
        expired
      }
      usage {
        spans {
          ...Meter
        }
        agents {
          ...Meter
        }
      }
    }
    resources {
      agentCount
      activeApiKeyCount
      agents(first: 5) {
        edges {
          node {
            name
            createdAt
            archivedAt
          }
        }
      }
      apiKeys(first: 5) {
        edges {
          node {
            name
            lastFour
            createdAt
            revokedAt
          }
        }
      }
    }
  }
}

fragment Meter on UsageMeter {
  used
  limit {
    unlimited
    max
  }
  remaining
  percent
  resetsAt
  overLimit
}
`
