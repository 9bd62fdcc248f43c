import description from '../../package.json' with { type: 'json' }

/** What this build is called. */
export const version: string = description.version
