import { openRedis } from '../../rates/redis.ts'
import { type Check, fail, notSeen, ok, warn } from './check.ts'

/** Milliseconds after which counting in it slows every request down noticeably; at 200 it is given up. */
const brisk = 20

export const redisCheck: Check = {
  name: 'redis',
  look: async ({ settings }) => {
    if (settings === null) return notSeen('the settings are wrong')
    if (settings.redisUrl === null) return ok('n/a: requests are counted in each gateway (REDIS_URL is not set)')
    let away: Error | null = null
    const redis = await openRedis(settings.redisUrl, {
      away: (error) => {
        away = error
      },
      back: () => {},
    })
    try {
      if (redis.status !== 'ready') return absent(away)
      const info = await redis.info('server')
      const [, version = 'of unknown version'] = /^redis_version:(\S+)/m.exec(info) ?? []
      const began = performance.now()
      await redis.ping()
      const ms = performance.now() - began
      const saw = `Redis ${version}, answers in ${ms.toFixed(1)} ms`
      return ms <= brisk ? ok(saw) : warn(saw, 'Put it nearer: every request that is counted waits for it.')
    } catch (error) {
      return absent(error)
    } finally {
      redis.disconnect()
    }
  },
}

function absent(error: unknown) {
  const isLogin = error instanceof Error && /NOAUTH|WRONGPASS|AUTH/.test(error.message)
  return fail(
    isLogin
      ? 'turns the login away: no key is made and no money moved'
      : 'cannot be reached where REDIS_URL points: each gateway counts against a quarter of every bound, no key is made and no money moved',
    isLogin ? 'Mend user name and password in REDIS_URL.' : 'Start it, or mend host and port in REDIS_URL.',
  )
}
