import { type Check, notSeen, ok, warn } from './check.ts'

export const proxiesCheck: Check = {
  name: 'proxies',
  look: async ({ settings }) => {
    if (settings === null) return notSeen('the settings are wrong')
    const { trustedProxies, browsers } = settings
    if (browsers.httpsOnlySeconds > 0 && trustedProxies === 0) {
      return warn(
        'HSTS_MAX_AGE says that TLS ends in front of the gateway, and TRUSTED_PROXIES is 0: whoever comes through the proxy is counted as one address',
        'Set TRUSTED_PROXIES to how many of your proxies stand in front.',
      )
    }
    if (trustedProxies === 0) return ok('none in front is believed: a sender is who connects')
    return ok(`${trustedProxies} in front: a sender is entry ${trustedProxies} from the right of X-Forwarded-For`)
  },
}
