import { InvalidArgumentError, Option } from 'commander'
import { parseInstant } from '../domain/instant.ts'
import { shapes } from '../rest/legacy/index.ts'
import type { Shape } from '../rest/legacy/shape.ts'

/** `users-me` on the command line is USERS_ME. */
export function systemArgument(system: string): string {
  return system.toLowerCase().replaceAll('_', '-')
}

export function shapeArgument(text: string): Shape {
  const shape = shapes.find(({ system }) => systemArgument(system) === text || system === text)
  if (!shape)
    throw new InvalidArgumentError(`Known systems: ${shapes.map(({ system }) => systemArgument(system)).join(', ')}.`)
  return shape
}

export function systemOption(description: string): Option {
  return new Option('-s, --system <system>', description).argParser(shapeArgument).makeOptionMandatory()
}

export function instantArgument(text: string): Date {
  const instant = parseInstant(text)
  if (!instant) throw new InvalidArgumentError('Give an RFC 3339 date and time, such as 2026-02-07T00:00:00Z.')
  return instant
}

/** An instant that has come: what is true only later cannot be imported yet. */
export function pastInstantArgument(text: string): Date {
  const instant = instantArgument(text)
  if (instant > new Date()) throw new InvalidArgumentError('Give an instant that has come.')
  return instant
}

/** `90s`, `15m`, `1h`, `30d`, in seconds. */
export function durationArgument(text: string): number {
  const [, amount, unit] = /^(\d{1,6})([smhd])$/.exec(text) ?? []
  if (amount === undefined || Number(amount) === 0)
    throw new InvalidArgumentError('Give a duration such as 90s, 15m, 1h or 30d.')
  return Number(amount) * { s: 1, m: 60, h: 3_600, d: 86_400 }[unit as 's' | 'm' | 'h' | 'd']
}
