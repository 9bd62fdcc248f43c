/** The most errors of one kind that one answer lists: a caller mends the first ones first, and each costs us its text. */
export const errorLimit = 10
