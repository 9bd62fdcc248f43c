import type { TypedDocumentNode } from '@graphql-typed-document-node/core'
import { print } from 'graphql'
import type { TestApp } from './app.ts'

export interface GraphError {
  readonly message: string
  readonly path?: readonly (string | number)[]
  readonly extensions: Readonly<Record<string, unknown>>
}

/** An answer with the data its document asks for. */
export interface Answer<Data> {
  readonly status: number
  readonly headers: Headers
  readonly data?: Data | null
  readonly errors?: readonly GraphError[]
}

/** Sends a document of `test/support/documents` through the front door. */
export async function ask<Data, Variables extends Record<string, unknown>>(
  app: TestApp,
  document: TypedDocumentNode<Data, Variables>,
  token: string | null,
  variables: Variables,
): Promise<Answer<Data>> {
  return app.query(print(document), token, variables)
}

/** The same, where anything but data without errors is a failure. */
export async function askWell<Data, Variables extends Record<string, unknown>>(
  app: TestApp,
  document: TypedDocumentNode<Data, Variables>,
  token: string | null,
  variables: Variables,
): Promise<Data> {
  const { status, data, errors } = await ask(app, document, token, variables)
  if (status !== 200 || errors || !data) throw new Error(`${status} ${JSON.stringify(errors)}`)
  return data
}
