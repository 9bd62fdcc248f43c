import { isIPv4 } from 'node:net'

/** Whether only this machine can reach the host: `localhost`, 127.0.0.0/8 or ::1 (RFC 6890). */
export function isLoopback(host: string): boolean {
  const name = host.toLowerCase()
  return name === 'localhost' || name === '::1' || name === '[::1]' || (isIPv4(name) && name.startsWith('127.'))
}
