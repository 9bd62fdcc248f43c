import { describe, expect, test } from 'vitest'
import { senderOf } from '../../src/rates/sender.ts'

const forwarded = (value?: string) => new Headers(value === undefined ? {} : { 'x-forwarded-for': value })

describe('without proxies of ours, the sender is whoever opened the connection', () => {
  test.each([
    ['203.0.113.7', '203.0.113.7'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['::FFFF:cb00:7107', '203.0.113.7'],
    ['2001:db8:1:2::1', '2001:db8:1:2::/64'],
    ['2001:0DB8:0001:0002:ffff:ffff:ffff:ffff', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    // A mapped address only where the first eighty bits are nought (RFC 4291 section 2.5.5.2).
    ['2001::ffff:203.0.113.7', '2001:0:0:0::/64'],
    ['64:ff9b::203.0.113.7', '64:ff9b:0:0::/64'],
    ['', null],
    ['/run/gateway.sock', null],
    ['203.0.113.256', null],
  ])('%s is %s', (from, sender) => {
    expect(senderOf(from, forwarded(), 0)).toBe(sender)
  })

  test('what X-Forwarded-For says is nobody’s word', () => {
    expect(senderOf('203.0.113.7', forwarded('198.51.100.1'), 0)).toBe('203.0.113.7')
    expect(senderOf(null, forwarded('198.51.100.1'), 0)).toBeNull()
  })
})

describe('behind proxies of ours, the sender is the entry that many from the right', () => {
  const socket = '10.0.0.1'
  test.each([
    [1, '198.51.100.1', '198.51.100.1'],
    [1, '192.0.2.66, 198.51.100.1', '198.51.100.1'],
    [2, '192.0.2.66, 198.51.100.1, 10.0.0.2', '198.51.100.1'],
    [1, '2001:db8:1:2::1', '2001:db8:1:2::/64'],
    [1, '[2001:db8:1:2::1]:443', '2001:db8:1:2::/64'],
    [1, '[2001:db8:1:2::1]', '2001:db8:1:2::/64'],
    [1, '198.51.100.1:51234', '198.51.100.1'],
    [1, ' 198.51.100.1\t', '198.51.100.1'],
    // Nothing a proxy of ours would write: the connection's own.
    [1, undefined, socket],
    [1, '', socket],
    [1, 'unknown', socket],
    [1, '_hidden', socket],
    [1, '198.51.100.1,', socket],
    [1, '198.51.100', socket],
    [1, '198.51.100.1 198.51.100.2', socket],
    [1, '[198.51.100.1]', '198.51.100.1'],
    [1, 'for=198.51.100.1', socket],
    [1, '[::1', socket],
    [1, '::1]', socket],
    [2, '198.51.100.1', socket],
  ])('%i, and X-Forwarded-For: %s', (proxies, header, sender) => {
    expect(senderOf(socket, forwarded(header), proxies)).toBe(sender)
  })

  test('two headers are one list', () => {
    const headers = new Headers([
      ['x-forwarded-for', '192.0.2.66'],
      ['x-forwarded-for', '198.51.100.1'],
    ])
    expect(senderOf(socket, headers, 1)).toBe('198.51.100.1')
  })

  test('also where the connection has no address', () => {
    expect(senderOf(null, forwarded('198.51.100.1'), 1)).toBe('198.51.100.1')
  })
})
