import { fetchKeySet } from '../../auth/fetch-key-set.ts'
import type { VerificationKey } from '../../auth/issuers.ts'
import type { Settings } from '../../env.ts'
import { type Check, type Finding, fail, notSeen, ok } from './check.ts'

export const keysCheck: Check = {
  name: 'keys',
  look: async ({ settings }) => {
    if (settings === null) return notSeen('the settings are wrong')
    const { jwt, dataDir, limits } = settings
    const main = jwt.jwksUrl
      ? await lookAtSet('the main issuer', 'JWT_JWKS_URL', jwt.jwksUrl, limits)
      : ok(
          jwt.secret === null
            ? `of the main issuer: the demo’s own secret, which the first start makes and ${dataDir} keeps`
            : 'of the main issuer: JWT_SECRET',
        )
    const further = await Promise.all(
      jwt.further.map(({ issuer, key }, index) =>
        lookAtKey(`issuer ${issuer}`, `JWT_ISSUERS[${index}].jwksUrl`, key, limits),
      ),
    )
    return [...main, ...further.flat()]
  },
}

async function lookAtKey(
  whose: string,
  setting: string,
  key: VerificationKey,
  limits: Settings['limits'],
): Promise<Finding[]> {
  switch (key.kind) {
    case 'jwks':
      return lookAtSet(whose, setting, key.url, limits)
    case 'secret':
      return ok(`of ${whose}: a secret`)
    case 'public':
      return ok(`of ${whose}: one public key${key.kid === null ? '' : `, ${key.kid}`}`)
  }
}

/** Fetched as the gateway does, within the same bounds. */
async function lookAtSet(
  whose: string,
  setting: string,
  url: URL,
  { keySetMs, keySetBytes }: Settings['limits'],
): Promise<Finding[]> {
  const began = performance.now()
  try {
    const keys = await fetchKeySet(url, keySetMs, keySetBytes)
    const ms = Math.round(performance.now() - began)
    return ok(`of ${whose}: ${keys.length} usable, fetched in ${ms} ms from ${url.host}`)
  } catch (error) {
    return fail(
      `of ${whose}: ${reasonOf(error, keySetMs)}; its tokens are answered 503`,
      `See that ${setting} is right and that ${url.host} can be reached from here.`,
    )
  }
}

/** The words of `fetchKeySet` are its own; those of the network may hold anything. */
function reasonOf(error: unknown, ms: number): string {
  if (!(error instanceof Error)) return 'the key set cannot be had'
  if (error.name === 'TimeoutError') return `the key set did not come within ${ms} ms`
  return error.message.startsWith('the key set') ? error.message : 'the key set cannot be reached'
}
