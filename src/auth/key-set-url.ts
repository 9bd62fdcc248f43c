import { z } from 'zod'
import { isLoopback } from './loopback.ts'

/**
 * Where a key set is fetched from. Whoever answers there can sign as anybody, so plain http is for loopback only; what
 * is published needs no user name or password.
 */
export const keySetUrl = z.string().transform((text, context): URL => {
  const url = URL.canParse(text) ? new URL(text) : null
  const isBare = url !== null && url.username === '' && url.password === ''
  if (isBare && (url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname)))) return url
  context.addIssue('must be an https URL (http only on a loopback address) without a user name or password')
  return z.NEVER
})
