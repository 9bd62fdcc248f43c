import { isIPv4, isIPv6 } from 'node:net'

/**
 * Whom requests per address are counted for: an IPv4 address, or the /64 that an IPv6 address is in, which is the least
 * that one subscriber has to himself (RFC 6177 section 2).
 *
 * @param from the address of whoever opened the connection; null where there is none to know.
 * @param trustedProxies how many proxies of ours stand in front. Each appends to `X-Forwarded-For` whom it saw, so the
 * entry that many from the right is the first one that a caller cannot have written. Where it is missing or no address,
 * the connection's own counts.
 * @returns null when nobody is known.
 */
export function senderOf(from: string | null, headers: Headers, trustedProxies: number): string | null {
  const forwarded = trustedProxies > 0 ? headers.get('x-forwarded-for')?.split(',').at(-trustedProxies) : undefined
  return networkOf(withoutPort(forwarded?.trim() ?? '')) ?? networkOf(from ?? '')
}

/** Some proxies write the port, too. */
function withoutPort(address: string): string {
  const [, six, four] = /^\[([^\]]+)\](?::\d+)?$|^([\d.]+):\d+$/.exec(address) ?? []
  return six ?? four ?? address
}

function networkOf(address: string): string | null {
  if (isIPv4(address)) return address
  // A zone names an interface of ours, not a sender (RFC 4007 section 11).
  const [bare = ''] = address.split('%')
  if (!isIPv6(bare)) return null
  const groups = groupsOf(bare)
  const isMapped = groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff
  if (isMapped)
    return groups
      .slice(6)
      .flatMap((group) => [group >> 8, group & 255])
      .join('.')
  return `${groups
    .slice(0, 4)
    .map((group) => group.toString(16))
    .join(':')}::/64`
}

/** The eight groups, with what `::` leaves out. */
function groupsOf(address: string): number[] {
  // A URL's host is in the one canonical form, without dotted quads (WHATWG URL, host serializing).
  const canonical = new URL(`http://[${address}]`).hostname.slice(1, -1)
  const [before = [], after = []] = canonical.split('::').map((half) =>
    half
      .split(':')
      .filter((group) => group !== '')
      .map((group) => Number.parseInt(group, 16)),
  )
  return [...before, ...Array<number>(8 - before.length - after.length).fill(0), ...after]
}
