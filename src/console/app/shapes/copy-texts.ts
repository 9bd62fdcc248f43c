import type { Session } from '../session.ts'

/** A question to a legacy endpoint as a command line. A token that came with the demo is in it; any other is `$TOKEN`. */
export function curlOf(path: string, session: Session, origin = location.origin): string {
  return `curl -s ${origin}${path} -H "Authorization: Bearer ${shownToken(session)}"`
}

/** A query of the graph as a command line. */
export function graphCurlOf(query: string, session: Session, origin = location.origin): string {
  const body = JSON.stringify({
    query: query
      .replaceAll(/^\s*#.*\n/gm, '')
      .replaceAll(/\s*#.*$/gm, '')
      .replaceAll(/\s+/g, ' ')
      .trim(),
  })
  return [
    `curl -s ${origin}/graphql -H "Authorization: Bearer ${shownToken(session)}"`,
    `-H 'Content-Type: application/json' -d '${body.replaceAll("'", String.raw`'\''`)}'`,
  ].join(' ')
}

function shownToken({ token, isDemo }: Session): string {
  return isDemo ? token : '$TOKEN'
}
