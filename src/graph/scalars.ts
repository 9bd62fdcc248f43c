import { GraphQLError } from 'graphql'
import { DateTimeResolver, SafeIntResolver, UUIDResolver } from 'graphql-scalars'
import { formatEur, parseEur } from '../domain/eur.ts'
import { builder } from './builder.ts'

builder.addScalarType('DateTime', DateTimeResolver, {
  description: 'An instant, RFC 3339 in UTC with milliseconds: `2026-05-08T00:00:00.000Z`.',
})
builder.addScalarType('UUID', UUIDResolver, { description: 'A UUID in its hyphenated form.' })
builder.addScalarType('SafeInt', SafeIntResolver, { description: 'A whole number up to 2^53 − 1.' })

// Addresses and links that came in long ago are shown as they are: validated on the way in only.
builder.scalarType('EmailAddress', {
  description: 'An e-mail address as it was given. Compared without regard to case.',
  serialize: (address) => address,
  parseValue: asText,
})
builder.scalarType('URL', {
  description: 'A link, http or https.',
  serialize: (link) => link,
  parseValue: asText,
})

builder.scalarType('EurAmount', {
  description: 'An amount in EUR as text with exactly six decimals: `"12.500000"`. Never a number, so never rounded.',
  serialize: formatEur,
  parseValue: (value) => {
    const amount = typeof value === 'string' ? parseEur(value) : undefined
    if (amount === undefined) throw new GraphQLError('An EurAmount is text with at most six decimals.')
    return amount
  },
})
builder.scalarType('CreditAmount', {
  description: 'Whole credits.',
  serialize: (credits) => SafeIntResolver.serialize(Number(credits)),
  parseValue: (value) => BigInt(SafeIntResolver.parseValue(value)),
  // Without it `1e3` would be read as 1000.
  parseLiteral: (node) => BigInt(SafeIntResolver.parseLiteral(node, {})),
})

function asText(value: unknown): string {
  if (typeof value !== 'string') throw new GraphQLError('This must be text.')
  return value
}
