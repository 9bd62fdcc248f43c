/** What the page is told before anybody signs in: nothing that is not everybody's to know. */
export interface ConsoleStart {
  /** Who may be signed in as without a token of one's own; empty outside the demo. */
  readonly people: readonly DemoLogin[]
  readonly endpoints: readonly ConsoleEndpoint[]
  /** All about one account, as a query of the graph. */
  readonly query: string
  /** Further pages of this gateway, those that it offers. */
  readonly links: readonly { readonly href: string; readonly text: string }[]
}

export interface DemoLogin {
  readonly name: string
  /** What there is to see, in a few words. */
  readonly shows: string
  readonly token: string
}

/** A legacy endpoint as its callers know it. */
export interface ConsoleEndpoint {
  readonly system: string
  /** As on the command line: `users-me`. */
  readonly name: string
  readonly path: string
  /** The same facts as a query of the graph. */
  readonly query: string
}
