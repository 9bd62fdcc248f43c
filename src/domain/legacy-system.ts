/**
 * The name of a system an account may have come from, such as `USERS_ME`. An open vocabulary on purpose: the listed
 * shapes (src/rest/legacy/index.ts) say which there are, and a new one needs no change here nor in the database.
 */
export type LegacySystem = string
