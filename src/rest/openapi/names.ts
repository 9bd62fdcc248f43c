import type { LegacySystem } from '../../domain/legacy-system.ts'

/** `USERS_ME` as the reference and its addresses spell it: `users-me`. */
export function tagOf(system: LegacySystem): string {
  return system.toLowerCase().replaceAll('_', '-')
}

/** `USERS_ME` as generated clients should spell it: `UsersMe`. */
export function typeNameOf(system: LegacySystem): string {
  return tagOf(system)
    .split('-')
    .map((word) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`)
    .join('')
}
