import type { RequestRecord } from '../edge/request-record.ts'

/** Who asks without credentials, or with ones that are no good. */
export const anonymous = 'anonymous'

/** What an operation without a name is called. */
export const unnamed = 'unnamed'

/** The shape that answers, as its room is called; `graph`; `none` for what is neither. */
export function shapeOf({ face, system }: RequestRecord): string {
  return system === null ? (face === 'graph' ? 'graph' : 'none') : shapeNamed(system)
}

const shapes = new Map<string, string>()

/** A legacy system as its shape's room is called. */
export function shapeNamed(system: string): string {
  const known = shapes.get(system) ?? system.toLowerCase().replaceAll('_', '-')
  shapes.set(system, known)
  return known
}

const methods = new Set(['GET', 'HEAD', 'POST', 'PATCH', 'PUT', 'DELETE', 'OPTIONS'])

/** A method is a word that the sender chooses. */
export function methodOf({ method }: Request): string {
  return methods.has(method) ? method : 'other'
}
