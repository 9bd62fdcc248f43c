/**
 * The most errors that are listed of a request that cannot be executed: a caller corrects the first ones first, and each
 * costs us its text. Errors of fields are not left out (GraphQL, section 6.4.4): the query's own limits bound those.
 */
export const errorLimit = 10
