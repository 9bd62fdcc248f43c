import {
  type Attributes,
  type Context,
  DiagLogLevel,
  diag,
  type Link,
  ROOT_CONTEXT,
  type Span,
  type SpanContext,
  SpanKind,
  SpanStatusCode,
  type TextMapGetter,
  type Tracer,
  trace,
} from '@opentelemetry/api'
import { W3CTraceContextPropagator } from '@opentelemetry/core'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http'
import { defaultResource, detectResources, envDetector, resourceFromAttributes } from '@opentelemetry/resources'
import {
  BatchSpanProcessor,
  ConsoleSpanExporter,
  NodeTracerProvider,
  type SpanExporter,
  type SpanProcessor,
} from '@opentelemetry/sdk-trace-node'
import { version } from '../build.ts'
import type { Observer } from '../edge/observer.ts'
import type { RequestRecord, WaitedStatement } from '../edge/request-record.ts'
import { anonymous, methodOf, shapeOf, unnamed } from './request-names.ts'
import { plainName } from './scrub.ts'

export interface Traces {
  readonly observer: Observer
  /** Sends what there is, as far as it can, then ends. */
  close(): Promise<void>
}

/**
 * Traces of OpenTelemetry, as its own variables of the environment say. Loaded only when they are wanted.
 *
 * A trace is drawn up once its request is answered, from what the request has noted: nothing of it is alive meanwhile, so
 * nothing has to be carried through the code, and a request that is not sampled costs nothing (docs/decisions/0018).
 *
 * @param onTrouble told of what could not be sent.
 * @param processor what takes the spans, instead of what the environment says.
 */
export function openTraces(
  onTrouble: (error: unknown) => void,
  processor: SpanProcessor = new BatchSpanProcessor(exporterOf(process.env)),
): Traces {
  const tell = (message: string, ...more: unknown[]) => onTrouble(new Error([message, ...more.map(String)].join(' ')))
  const silent = () => {}
  diag.setLogger(
    { error: tell, warn: silent, info: silent, debug: silent, verbose: silent },
    { logLevel: DiagLogLevel.ERROR, suppressOverrideMessage: true },
  )
  const provider = new NodeTracerProvider({
    resource: defaultResource()
      .merge(resourceFromAttributes({ 'service.name': 'viewer-gateway', 'service.version': version }))
      .merge(detectResources({ detectors: [envDetector] })),
    spanProcessors: [processor],
  })
  const tracer = provider.getTracer('viewer-gateway', version)
  return {
    observer: {
      wantsStatements: true,
      answered: (record, request) => {
        // Whoever looks whether the gateway is there wants to see what others ask, not that they look.
        if (record.face !== 'probe') draw(tracer, record, request)
      },
    },
    close: () => provider.shutdown().catch(onTrouble),
  }
}

function exporterOf(env: NodeJS.ProcessEnv): SpanExporter {
  return env.OTEL_TRACES_EXPORTER === 'console' ? new ConsoleSpanExporter() : new OTLPTraceExporter()
}

const propagator = new W3CTraceContextPropagator()
const headersOf: TextMapGetter<Headers> = {
  get: (headers, name) => headers.get(name) ?? undefined,
  keys: (headers) => [...headers.keys()],
}

function draw(tracer: Tracer, record: RequestRecord, request: Request): void {
  const { face, route, client, status, opened, ended } = record
  const method = methodOf(request)
  const above = propagator.extract(ROOT_CONTEXT, request.headers, headersOf)
  const server = begin(tracer, above, route === null ? method : `${method} ${route}`, SpanKind.SERVER, record, {
    'http.request.method': method === 'other' ? '_OTHER' : method,
    'http.response.status_code': status,
    'url.scheme': new URL(request.url).protocol.slice(0, -1),
    // Of a path that is none of ours only that it is none: there may be anything in it.
    ...(route !== null && { 'http.route': route, 'url.path': route }),
    'gateway.face': face,
    'gateway.shape': shapeOf(record),
    'gateway.client': client === null ? anonymous : plainName(client),
    'gateway.request_id': record.requestId,
    'gateway.statements': record.statements,
    ...(status >= 500 && { 'error.type': String(status) }),
  })
  if (!server.isRecording()) return
  record.traceId = server.spanContext().traceId
  if (status >= 500) server.setStatus({ code: SpanStatusCode.ERROR })

  const work = opened > 0 ? beginWork(tracer, trace.setSpan(above, server), record) : null
  for (const statement of record.waited ?? []) {
    // To find out who asks comes before the work.
    const parent = work !== null && statement.began >= opened ? work : server
    drawStatement(tracer, trace.setSpan(above, parent), statement)
  }
  work?.end(onTheClock(ended))
  server.end(onTheClock(ended))
}

/** The operation of the graph, or what a route does. */
function beginWork(tracer: Tracer, above: Context, record: RequestRecord): Span | null {
  const { operation, action, opened } = record
  if (operation) {
    const name = operation.name === null ? unnamed : plainName(operation.name)
    return begin(
      tracer,
      above,
      `${operation.type} ${name}`,
      SpanKind.INTERNAL,
      { began: opened },
      {
        'graphql.operation.type': operation.type,
        ...(operation.name !== null && { 'graphql.operation.name': name }),
      },
    )
  }
  return action === null
    ? null
    : begin(tracer, above, `${action} ${shapeOf(record)}`, SpanKind.INTERNAL, { began: opened }, {})
}

/** The span that each shared statement was first drawn as. */
const drawn = new WeakMap<WaitedStatement, SpanContext>()

/**
 * Each request that waited for a statement shows it, so that no trace has a hole in it; where it was shared, all but the
 * first are linked to the first.
 */
function drawStatement(tracer: Tracer, above: Context, statement: WaitedStatement): void {
  const { model, askers } = statement
  const first = drawn.get(statement)
  const operation = statement.operation()
  const text = statement.text()
  const span = begin(
    tracer,
    above,
    model === null ? operation : `${operation} ${model}`,
    SpanKind.CLIENT,
    statement,
    {
      // By its older name, too: https://opentelemetry.io/docs/specs/semconv/database/
      'db.system': 'postgresql',
      'db.system.name': 'postgresql',
      'db.operation.name': operation,
      ...(model !== null && { 'db.collection.name': model }),
      ...(text !== null && { 'db.query.text': text }),
      ...(askers > 1 && { 'gateway.statement.requests': askers }),
    },
    first ? [{ context: first }] : [],
  )
  if (statement.hasFailed) span.setStatus({ code: SpanStatusCode.ERROR })
  if (first === undefined && askers > 1) drawn.set(statement, span.spanContext())
  span.end(onTheClock(statement.ended))
}

function begin(
  tracer: Tracer,
  above: Context,
  name: string,
  kind: SpanKind,
  { began }: { readonly began: number },
  attributes: Attributes,
  links: Link[] = [],
): Span {
  return tracer.startSpan(name, { kind, attributes, links, startTime: onTheClock(began) }, above)
}

/**
 * An instant of `performance.now()` in milliseconds since 1970. The library would do the same with an offset of each
 * span's own, up to a millisecond apart: what lies within another would stick out of it.
 */
function onTheClock(instant: number): number {
  return performance.timeOrigin + instant
}
