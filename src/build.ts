import manifest from '../package.json' with { type: 'json' }

/** The version of this build. */
export const version = manifest.version

/** The least Node that runs it, as `major.minor`. */
export const leastNode = manifest.engines.node.replace(/^\D+/, '')
