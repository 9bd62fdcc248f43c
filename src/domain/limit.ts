/** A count that may be unlimited. In JSON of old it was −1; that number exists only at the REST edge. */
export type Limit = number | 'unlimited'
