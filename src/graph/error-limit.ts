/**
 * The most errors listed for a request that cannot be executed: a caller corrects the first ones first, and each costs us
 * its text. Errors of fields are all listed (GraphQL, section 6.4.4); the limits on the query bound those.
 */
export const errorLimit = 10
