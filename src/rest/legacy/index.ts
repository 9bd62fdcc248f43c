import { accountProfile } from './account-profile/index.ts'
import type { Shape } from './shape.ts'
import { userInfo } from './user-info/index.ts'
import { userProfile } from './user-profile/index.ts'
import { usersMe } from './users-me/index.ts'

/** Every legacy endpoint the gateway answers for. */
export const shapes: readonly Shape[] = [accountProfile, usersMe, userProfile, userInfo]

/** Their systems by name, as tokens and the graph spell them. */
export const systems: readonly string[] = shapes.map(({ system }) => system)
