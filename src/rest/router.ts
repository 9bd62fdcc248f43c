import { dismissCreditNotice } from '../actions/dismiss-credit-notice.ts'
import { callerAccount, findCaller, readViewer } from '../actions/read-viewer.ts'
import type { RequestContext } from '../actions/request-context.ts'
import { updateProfile } from '../actions/update-profile.ts'
import { requirePrincipal } from '../auth/principal.ts'
import type { Account } from '../domain/account.ts'
import { Refusal } from '../domain/refusal.ts'
import type { Admit, Place } from '../edge/admission.ts'
import type { Answer } from '../edge/answer.ts'
import { jsonHeaders, privateHeaders } from '../edge/headers.ts'
import { readJson } from '../edge/json.ts'
import type { Limits } from '../edge/limits.ts'
import type { Arrival } from '../rates/arrival.ts'
import { type Deprecation, deprecationHeaders } from './legacy/deprecation.ts'
import { encode, idOf, viewOf } from './legacy/encode.ts'
import { lossesIn } from './legacy/lineage.ts'
import { profileChangeOf } from './legacy/request-schema.ts'
import type { Route, RouteAction, Shape } from './legacy/shape.ts'
import { problemAnswer } from './problem.ts'

export interface RestSettings {
  /** By system: the versions that are to be shut down. */
  readonly deprecations: Readonly<Record<string, Deprecation>>
  /** A missing version header is an error, too. */
  readonly requireVersion: boolean
}

export interface RestPorts {
  readonly limits: Limits
  readonly admit: Admit
  /** Settles who asks, in the request's one reading of the clock. @throws Refusal UNAUTHENTICATED, RATE_LIMITED, UNAVAILABLE. */
  readonly openContext: (request: Request, arrival: Arrival, options: { apiKeys: boolean }) => Promise<RequestContext>
  /** Told of what is our own fault: whatever was not refused on purpose, and outages. */
  readonly onFault: (error: unknown, requestId: string) => void
  /** Told of every declared loss an answer suffered. */
  readonly onLoss: (system: string, loss: string) => void
}

export type RestHandler = (request: Request, arrival: Arrival) => Promise<Answer>

/** One handler per path of the listed shapes; a trailing slash, another case or a prefix is another path. */
export function createRestHandlers(
  shapes: readonly Shape[],
  settings: RestSettings,
  ports: RestPorts,
): ReadonlyMap<string, RestHandler> {
  const paths = shapes.flatMap((shape) =>
    [...new Set(shape.routes.map(({ path }) => path))].map((path) => ({ shape, path })),
  )
  return new Map(paths.map(({ shape, path }) => [path, handlerOf(shape, path, settings, ports)]))
}

function handlerOf(shape: Shape, path: string, settings: RestSettings, ports: RestPorts): RestHandler {
  const routes = shape.routes.filter((route) => route.path === path)
  const deprecation = settings.deprecations[shape.system] ?? null
  const common = { ...privateHeaders, ...deprecationHeaders(deprecation) }
  const read = { ...jsonHeaders, ...common }
  return async (request, arrival) => {
    const { requestId, record } = arrival
    record.face = 'rest'
    record.route = path
    record.system = shape.system
    record.isDeprecated = deprecation !== null
    const refuse = (error: unknown, userId: string | null) => {
      const onFault = (fault: unknown) => ports.onFault(fault, requestId)
      if (error instanceof Refusal) record.refusals.push(error)
      const { status, body, headers } = problemAnswer(shape, error, { requestId, userId, deprecation, onFault })
      return { status, body, headers: { ...(body === null ? common : read), ...headers } }
    }
    const work = async (place: Place): Promise<Answer> => {
      let context: RequestContext | null = null
      try {
        const route = routeOf(routes, request.method)
        record.action = route.action
        context = await ports.openContext(request, arrival, { apiKeys: shape.takesApiKeys })
        requirePrincipal(context.principal)
        checkVersion(shape, request, settings.requireVersion)
        const readBody = () => place.aside(() => readJson(request, ports.limits))
        const account = await actions[route.action](context, shape, readBody)
        if (account === null) return { status: 204, body: null, headers: common }
        const view = viewOf(shape, account, context.now, deprecation)
        for (const loss of lossesIn(shape, view)) ports.onLoss(shape.system, loss)
        return { status: 200, body: encode(shape, view), headers: read }
      } catch (error) {
        return refuse(error, context && (await callerId(shape, context)))
      }
    }
    return ports.admit(request, work).catch((error) => refuse(error, null))
  }
}

/** HEAD is GET without a body (RFC 9110 section 9.3.2). @throws Refusal METHOD_NOT_ALLOWED. */
export function routeOf(routes: readonly Route[], method: string): Route {
  const wanted = method === 'HEAD' ? 'GET' : method
  const route = routes.find((one) => one.method === wanted)
  if (route) return route
  const allow = routes.flatMap((one) => (one.method === 'GET' ? ['GET', 'HEAD'] : [one.method]))
  throw new Refusal('METHOD_NOT_ALLOWED', `This path answers to ${allow.join(', ')}.`, { allow })
}

type Act = (
  context: RequestContext,
  shape: Shape,
  readBody: () => ReturnType<typeof readJson>,
) => Promise<Account | null>

/** What each kind of route does; null answers 204. */
const actions: Record<RouteAction, Act> = {
  read: readViewer,
  update: async (context, shape, readBody) => {
    // Who may not write is told so before the body is looked at.
    await callerAccount(context, 'profile:write')
    const { value } = await readBody()
    return updateProfile(context, profileChangeOf(shape, value))
  },
  'dismiss-credit-notice': async (context) => {
    await dismissCreditNotice(context)
    return null
  },
}

/** @throws Refusal INVALID for a version this shape never had, or for none where one must be named. */
export function checkVersion(
  { version }: Pick<Shape, 'version'>,
  request: Pick<Request, 'headers'>,
  required: boolean,
): void {
  if (!version) return
  const asked = request.headers.get(version.name)
  if (asked === null ? !required : version.accepted.includes(asked)) return
  const message = `must be one of ${version.accepted.join(', ')}`
  throw new Refusal('INVALID', `${version.name}: ${message}`, { fields: [{ field: version.name, message }] })
}

/** Best effort: an answer about a problem does not fail for want of the caller's id. */
async function callerId(shape: Shape, context: RequestContext): Promise<string | null> {
  if (!shape.errors.namesCaller) return null
  const account = await findCaller(context).catch(() => null)
  return account && idOf(shape, account)
}
