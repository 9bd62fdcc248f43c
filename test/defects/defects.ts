/** One mistake a person might make, and the tests that must not let it pass. */
export interface Defect {
  /** What the damaged gateway does. */
  readonly name: string
  readonly file: string
  /** Stands in the file exactly once. */
  readonly find: string
  readonly replace: string
  /** The smallest set that has to notice. */
  readonly tests: readonly string[]
  /** Only tests whose name matches, where a whole file would take long. */
  readonly only?: string
}

const auth: readonly Defect[] = [
  {
    name: 'a token’s signature is not checked',
    file: 'src/auth/verify-token.ts',
    find: '    const { payload } = await jwtVerify(token',
    replace: `    const unverified = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString())
    if (unverified.exp) return unverified
    const { payload } = await jwtVerify(token`,
    tests: ['test/auth/token-attacks.test.ts'],
  },
  {
    name: 'a token is good for 500 s after its exp',
    file: 'src/auth/verify-token.ts',
    find: 'const leeway = 5\n',
    replace: 'const leeway = 500\n',
    tests: ['test/auth/claims.test.ts'],
  },
  {
    name: 'a fractional exp is good for up to a second longer',
    file: 'src/auth/verify-token.ts',
    find: '  if (now.getTime() >= (exp + leeway) * 1000) throw expired()\n',
    replace: '',
    tests: ['test/auth/claims.test.ts'],
  },
  {
    name: 'aud is not checked',
    file: 'src/auth/verify-token.ts',
    find: '...(issuer.audience.length === 0 ? {} : { audience: [...issuer.audience] }),',
    replace: '',
    tests: ['test/auth/claims.test.ts'],
  },
  {
    name: 'the algorithms are not pinned',
    file: 'src/auth/verify-token.ts',
    find: 'algorithms: [...issuer.algorithms],',
    replace: '',
    tests: ['test/auth/token-attacks.test.ts', 'test/auth/further-issuers.test.ts'],
  },
  {
    name: 'a token remembered as good outlives its exp',
    file: 'src/auth/token-memory.ts',
    find: 'Math.min(expiresAt.getTime(), from + ageMax)',
    replace: 'from + ageMax',
    tests: ['test/auth/token-memory.test.ts'],
  },
  {
    name: 'the key id of a token is ignored',
    file: 'src/auth/issuers.ts',
    find: 'header.kid !== key.kid)',
    replace: "header.kid === '')",
    tests: ['test/auth/further-issuers.test.ts'],
  },
  {
    name: 'a revoked API key is good',
    file: 'src/auth/authenticate.ts',
    find: 'found === null || found.revokedAt !== null',
    replace: 'found === null',
    tests: ['test/rest/situations.test.ts'],
    only: 'a revoked API key',
  },
  {
    name: 'an API key is welcome where only a token is',
    file: 'src/auth/authenticate.ts',
    find: "    if (!apiKeys) throw rejected('API keys are not accepted here')\n",
    replace: '',
    tests: ['test/rest/situations.test.ts'],
    only: 'user-profile takes no API key',
  },
  {
    name: 'an old system’s token gives itself power over others',
    file: 'src/auth/subject.ts',
    find: 'issuer.main ? words : words.filter((word) => furtherIssuerScopes.has(word))',
    replace: 'words',
    tests: ['test/auth/further-issuers.test.ts', 'test/auth/claims.test.ts', 'test/auth/front-door.test.ts'],
  },
  {
    name: 'any issuer may make a service',
    file: 'src/auth/subject.ts',
    find: 'name !== undefined && issuer.main',
    replace: 'name !== undefined',
    tests: ['test/auth/further-issuers.test.ts'],
  },
]

const scopes: readonly Defect[] = [
  {
    name: 'a mutation on a named account asks for no scope',
    file: 'src/actions/named-account.ts',
    find: '  requireScope(principal, scope)\n',
    replace: '',
    tests: ['test/graph/mutation-scopes.test.ts'],
  },
  {
    name: 'one mutation is content with another one’s scope',
    file: 'src/actions/verify-email.ts',
    find: "'accounts:write', lookup",
    replace: "'credits:write', lookup",
    tests: ['test/graph/mutation-scopes.test.ts'],
  },
  {
    name: 'anybody looks anybody up',
    file: 'src/actions/find-account.ts',
    find: "  requireScope(requirePrincipal(context.principal), 'account:support')\n",
    replace: '  requirePrincipal(context.principal)\n',
    tests: ['test/graph/account.test.ts'],
  },
  {
    name: 'a profile is read without profile:read',
    file: 'src/actions/read-viewer.ts',
    find: '  requireScope(requirePrincipal(context.principal), scope)\n',
    replace: '  requirePrincipal(context.principal)\n',
    tests: ['test/rest/statuses.test.ts'],
  },
  {
    name: 'a node of another account is readable',
    file: 'src/actions/read-node.ts',
    find: "context.principal.scopes.has('account:support')\n    ? findAccount(context, { by: 'accountId', accountId: id })",
    replace: "context.principal.scopes.has('profile:read')\n    ? context.readers.account(id)",
    tests: ['test/graph/node.test.ts'],
  },
  {
    name: 'a suspended account reads and writes',
    file: 'src/actions/read-viewer.ts',
    find: "  if (restriction === 'SUSPENDED') throw new Refusal('ACCOUNT_SUSPENDED', 'The account is suspended.')\n",
    replace: '',
    tests: ['test/rest/situations.test.ts'],
    only: 'suspended',
  },
  {
    name: 'a restricted account spends',
    file: 'src/domain/credit-movement.ts',
    find: '  if (restriction === null) return\n',
    replace: '  if (restriction !== null) return\n  if (restriction === null) return\n',
    tests: ['test/graph/credit-movements.test.ts'],
  },
]

const limits: readonly Defect[] = [
  {
    name: 'a body of exactly the limit is refused',
    file: 'src/edge/body.ts',
    find: 'size > limit',
    replace: 'size >= limit',
    tests: ['test/rest/situations.test.ts'],
    only: 'as large as the limit',
  },
  {
    name: 'a name of 256 characters is taken',
    file: 'src/domain/keepable-text.ts',
    find: '[...value].length <= longestLine',
    replace: '[...value].length <= longestLine + 1',
    tests: ['test/rest/envelopes.test.ts'],
  },
  {
    name: 'a name’s length is counted in UTF-16 units',
    file: 'src/domain/keepable-text.ts',
    find: '[...value].length <= longestLine',
    replace: 'value.length <= longestLine',
    tests: ['test/rest/envelopes.test.ts'],
  },
  {
    name: 'a name of U+0085 alone is taken',
    file: 'src/domain/keepable-text.ts',
    find: '/[^\\s\\u0085]/u',
    replace: '/[^\\s]/u',
    tests: ['test/rest/envelopes.test.ts'],
  },
  {
    name: 'half a surrogate pair is taken',
    file: 'src/domain/keepable-text.ts',
    find: '/^[^\\0\\p{Surrogate}]*$/u',
    replace: '/^[^\\0]*$/u',
    tests: ['test/rest/envelopes.test.ts'],
  },
  {
    name: 'a page holds 101 rows',
    file: 'src/graph/page.ts',
    find: 'const pageLimit = 100',
    replace: 'const pageLimit = 101',
    tests: ['test/graph/connections.test.ts'],
  },
]

const edge: readonly Defect[] = [
  {
    name: 'bytes that are not UTF-8 are read',
    file: 'src/edge/json.ts',
    find: '!isUtf8(bytes)',
    replace: '!bytes',
    tests: ['test/rest/fuzz.test.ts'],
    only: 'every text that a body can be',
  },
  {
    name: 'any media type is read as JSON',
    file: 'src/edge/json.ts',
    find: "!jsonMediaType.test(headers.get('content-type') ?? '')",
    replace: '!jsonMediaType',
    tests: ['test/rest/statuses.test.ts'],
  },
  {
    name: 'answers about an account may be kept by a cache',
    file: 'src/edge/headers.ts',
    find: "'cache-control': 'private, no-store'",
    replace: "'cache-control': 'no-cache'",
    tests: ['test/rest/wire.test.ts'],
    only: 'exactly these headers',
  },
  {
    name: 'a caller’s request id is not kept',
    file: 'src/app.ts',
    find: '.test(given) ? given : randomUUID()',
    replace: '.test(given) ? randomUUID() : randomUUID()',
    tests: ['test/rest/wire.test.ts'],
    only: 'own is kept',
  },
  {
    name: 'Retry-After is missing',
    file: 'src/edge/headers.ts',
    find: "...(retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) }),",
    replace: '',
    tests: ['test/rest/situations.test.ts'],
    only: 'it was closed',
  },
  {
    name: 'the challenge of a 401 says nothing of a token that was refused',
    file: 'src/auth/www-authenticate.ts',
    find: "refusal.code !== 'UNAUTHENTICATED' || refusal.details.rejected === true",
    replace: "refusal.code !== 'UNAUTHENTICATED'",
    tests: ['test/auth/www-authenticate.test.ts'],
  },
]

const errors: readonly Defect[] = [
  {
    name: 'a change that was refused is answered 200',
    file: 'src/rest/router.ts',
    find: 'return updateProfile(context, profileChangeOf(shape, value))',
    replace:
      "return updateProfile(context, profileChangeOf(shape, value)).catch(() => callerAccount(context, 'profile:write'))",
    tests: ['test/rest/statuses.test.ts'],
  },
  {
    name: 'REST tells what went wrong inside',
    file: 'src/rest/problem.ts',
    find: "refusal?.message ?? 'Something went wrong on our side.'",
    replace: '(error as Error).message',
    tests: ['test/rest/situations.test.ts'],
    only: 'a bug is masked',
  },
  {
    name: 'the graph tells what went wrong inside',
    file: 'src/graph/problem.ts',
    find: "message: 'Something went wrong on our side.',",
    replace: 'message: String(error),',
    tests: ['test/rest/situations.test.ts'],
    only: 'a bug is masked',
  },
  {
    name: 'user-info answers 404 to a token whose user is gone',
    file: 'src/rest/legacy/user-info/index.ts',
    find: 'ACCOUNT_GONE: { status: 401',
    replace: 'ACCOUNT_GONE: { status: 404',
    tests: ['test/rest/situations.test.ts'],
    only: 'token fine, account gone',
  },
  {
    name: 'user-info’s 500 says more than the request id',
    file: 'src/rest/legacy/user-info/index.ts',
    find: '    if (problem.status === 500) return { requestId: problem.requestId }\n',
    replace: '',
    tests: ['test/rest/envelopes.test.ts'],
  },
]

const money: readonly Defect[] = [
  {
    name: 'a hold still counts at the instant it expires',
    file: 'src/domain/settlement.ts',
    find: '.filter(({ at }) => at <= now)',
    replace: '.filter(({ at }) => at < now)',
    tests: ['test/domain/ledger.test.ts'],
    only: 'a hold and its grant',
  },
  {
    name: 'a hold lives a millisecond longer than asked',
    file: 'src/store/hold-at-once.ts',
    find: `c.at + c."ttlSeconds" * interval '1 second' AS ends`,
    replace: `c.at + c."ttlSeconds" * interval '1 second' + interval '1 millisecond' AS ends`,
    tests: ['test/graph/hold-at-once.test.ts'],
  },
  {
    name: 'more is captured than was held',
    file: 'src/domain/ledger.ts',
    find: 'if (captured > held) {',
    replace: 'if (captured > held * 2n) {',
    tests: ['test/graph/credit-holds.test.ts'],
  },
  {
    name: 'an idempotency key is ignored',
    file: 'src/actions/once.ts',
    find: 'key: idempotencyKey, inputHash',
    replace: 'key: idempotencyKey + context.requestId, inputHash',
    tests: ['test/graph/idempotency.test.ts'],
  },
  {
    name: 'a key answers another input with what it answered before',
    file: 'src/actions/once.ts',
    find: '!Buffer.from(known.inputHash).equals(key.inputHash)',
    replace: 'known.inputHash.length !== key.inputHash.length',
    tests: ['test/graph/idempotency.test.ts'],
    only: 'the same key and another input',
  },
  {
    name: 'more is spent than there is',
    file: 'src/domain/ledger.ts',
    find: 'if (sum(spendable) < amount) {',
    replace: 'if (sum(spendable) < 0n) {',
    tests: ['test/graph/credit-movements.test.ts'],
  },
  {
    name: 'the credit limit is not spent',
    file: 'src/domain/ledger.ts',
    find: 'balanceOf(pool).available - limitFloor(pool)',
    replace: 'balanceOf(pool).available',
    tests: ['test/graph/credit-movements.test.ts'],
  },
  {
    name: 'a hold is ended twice',
    file: 'src/domain/ledger.ts',
    find: 'if (shares.length === 0) {',
    replace: 'if (shares.length > 2) {',
    tests: ['test/graph/credit-holds.test.ts'],
  },
  {
    name: 'what a hold lets go is not written into the journal',
    file: 'src/domain/books.ts',
    find: '    this.entries.push({',
    replace: "    if (kind !== 'RELEASE') this.entries.push({",
    tests: ['test/domain/ledger.test.ts'],
    only: 'a hold and its grant',
  },
  {
    name: 'paid credits are spent before promotional ones',
    file: 'src/domain/burn-down.ts',
    find: 'Number(isPaid(a)) - Number(isPaid(b))',
    replace: 'Number(isPaid(b)) - Number(isPaid(a))',
    tests: ['test/domain/burn-down.test.ts'],
  },
  {
    name: 'an amount in EUR passes through a float',
    file: 'src/domain/eur.ts',
    find: 'const magnitude = amount < 0n ? -amount : amount',
    replace: 'const magnitude = BigInt(Math.round(Math.abs(Number(amount) / 1e6) * 1e6))',
    tests: ['test/rest/wire.test.ts'],
    only: 'EUR is text',
  },
  {
    name: 'free trial credits are given again at every verification',
    file: 'src/domain/free-trial.ts',
    find: "  ledger.books('WALLET').change({ pendingTrial: null })\n",
    replace: '',
    tests: ['test/graph/accounts.test.ts'],
  },
]

const shapes: readonly Defect[] = [
  {
    name: 'a key that must be absent is null',
    file: 'src/rest/legacy/encode.ts',
    find: '(presence.when(view) ? encode(view) : undefined)',
    replace: '(presence.when(view) ? encode(view) : null)',
    tests: ['test/rest/wire.test.ts'],
    only: 'keys in the documented order',
  },
  {
    name: 'keys come in another order',
    file: 'src/rest/legacy/encode.ts',
    find: 'const members = fields.map(',
    replace: 'const members = [...fields].reverse().map(',
    tests: ['test/rest/wire.test.ts'],
    only: 'keys in the documented order',
  },
  {
    name: 'timestamps of account-profile have milliseconds',
    file: 'src/rest/legacy/account-profile/index.ts',
    find: "timestamps: 'seconds'",
    replace: "timestamps: 'milliseconds'",
    tests: ['test/rest/wire.test.ts'],
    only: 'timestamps',
  },
  {
    name: 'null is written where a key is absent',
    file: 'src/rest/legacy/request-schema.ts',
    find: '.filter(({ key }) => parsed.data[key] !== undefined)\n  return Object.fromEntries(written.map(({ key, changes }) => [changes, parsed.data[key]]))',
    replace: '\n  return Object.fromEntries(written.map(({ key, changes }) => [changes, parsed.data[key] ?? null]))',
    tests: ['test/rest/patch.test.ts'],
    only: 'absent leaves it',
  },
]

const accounts: readonly Defect[] = [
  {
    name: 'addresses are compared to the letter',
    file: 'src/domain/email-address.ts',
    find: ".toLowerCase().replaceAll('ς', 'σ')",
    replace: '',
    tests: ['test/rest/strings.test.ts'],
    only: 'addresses that differ in',
  },
  {
    name: 'addresses are compared as they are composed',
    file: 'src/domain/email-address.ts',
    find: "composed(composed(address).toLowerCase().replaceAll('ς', 'σ'))",
    replace: "address.toLowerCase().replaceAll('ς', 'σ')",
    tests: ['test/rest/strings.test.ts'],
    only: 'addresses that differ in',
  },
  {
    name: 'a new address stays verified',
    file: 'src/domain/profile.ts',
    find: '    if (emailKey(email) !== emailKey(account.email)) facts.emailVerified = false\n',
    replace: '',
    tests: ['test/rest/patch.test.ts'],
    only: 'the e-mail address',
  },
  {
    name: 'a record with an unverified address is linked',
    file: 'src/actions/import-records.ts',
    find: 'statement.emailVerified === false || isUnverified(account)',
    replace: 'statement.email === undefined',
    tests: ['test/rest/importing.test.ts', 'test/rest/linked-records.test.ts'],
  },
  {
    name: 'an event that was counted is looked for among everybody’s',
    file: 'src/store/usage.ts',
    find: 'FROM usage_events e WHERE e.account_id = ',
    replace: 'FROM usage_events e WHERE e.account_id >= ',
    tests: ['test/store/account-key.test.ts'],
  },
]

const rates: readonly Defect[] = [
  {
    name: 'an IPv6 network is as many senders as it has addresses',
    file: 'src/rates/sender.ts',
    find: '.slice(0, 4)',
    replace: '.slice(0, 8)',
    tests: ['test/rates/sender.test.ts'],
  },
  {
    name: 'X-Forwarded-For is believed from its left',
    file: 'src/rates/sender.ts',
    find: "?.split(',').at(-trustedProxies)",
    replace: "?.split(',').at(trustedProxies - 1)",
    tests: ['test/rates/sender.test.ts'],
  },
  {
    name: 'a legacy id is counted apart from its account',
    file: 'src/context.ts',
    find: "(await readers.accountId({ by: 'legacy', system, legacyId })) ?? `",
    replace: '`',
    tests: ['test/rates/bounds.test.ts'],
    only: 'per account',
  },
  {
    name: 'credentials that are refused cost no more than a request',
    file: 'src/context.ts',
    find: 'await tally.charge(guessCost - 1)',
    replace: 'await tally.charge(0)',
    tests: ['test/rates/bounds.test.ts'],
    only: 'per address',
  },
  {
    name: 'what one bound turns away is taken from the others',
    file: 'src/rates/tally.ts',
    find: '      await Promise.all(all.slice(0, all.indexOf(party)).map((one) => giveBack(one, cost)))\n',
    replace: '',
    tests: ['test/rates/bounds.test.ts'],
    only: 'given back to the key',
  },
]

const load: readonly Defect[] = [
  {
    name: 'a name that stands twice in a body is taken at its last word',
    file: 'src/edge/json.ts',
    find: 'if (names.has(name)) return',
    replace: 'if (names.size < 0) return',
    tests: ['test/edge/json.test.ts'],
  },
  {
    name: 'JSON may be nested one level deeper',
    file: 'src/edge/json.ts',
    find: 'if (open.length > mostDeep)',
    replace: 'if (open.length > mostDeep + 1)',
    tests: ['test/edge/json.test.ts'],
  },
  {
    name: 'a query of exactly a bound is refused',
    file: 'src/graph/bounds.ts',
    find: 'if (actual > limit) throw',
    replace: 'if (actual >= limit) throw',
    tests: ['test/graph/bounds.test.ts'],
  },
  {
    name: 'a page costs as much as one row',
    file: 'src/graph/cost.ts',
    find: 'multiplier: Math.min(first ?? last ?? usualPage, pageLimit)',
    replace: 'multiplier: 1',
    tests: ['test/graph/bounds.test.ts'],
  },
  {
    name: 'one request too many is worked on',
    file: 'src/edge/admission.ts',
    find: 'taken < count',
    replace: 'taken <= count',
    tests: ['test/edge/admission.test.ts'],
    only: 'too much at once',
  },
  {
    name: 'work that was given up no longer counts',
    file: 'src/edge/admission.ts',
    find: 'deadline.passed])',
    replace: 'deadline.passed.catch((late) => Promise.reject([late, places.leave()][0]))])',
    tests: ['test/edge/admission.test.ts'],
    only: 'counts until that has ended',
  },
  {
    name: 'pages of any origin may ask',
    file: 'src/edge/browsers.ts',
    find: 'origin: [...origins],',
    replace: 'origin: (origin) => origin,',
    tests: ['test/edge/browsers.test.ts'],
  },
  {
    name: 'the last good keys serve for ever',
    file: 'src/auth/key-set.ts',
    find: 'if (good === null || apart(now, good.since) >= bounds.keySetKeptMs) throw',
    replace: 'if (good === null) throw',
    tests: ['test/auth/key-set.test.ts'],
    only: 'of a day ends',
  },
  {
    name: 'an outage of the key set makes a token of a new key a bad one',
    file: 'src/auth/key-set.ts',
    find: '      if (failures > 0) throw unavailable(now)\n',
    replace: '',
    tests: ['test/auth/key-set.test.ts'],
    only: 'an outage',
  },
]

const outages: readonly Defect[] = [
  {
    name: 'holds that wait behind a lost database each find out for themselves',
    file: 'src/store/coalesced.ts',
    find: 'error instanceof Refusal ? [...next, ...queue.splice(0)] : next',
    replace: 'error instanceof Refusal ? next : next',
    tests: ['test/store/coalesced.test.ts'],
  },
  {
    name: 'a hold that cannot be written fails those that came with it',
    file: 'src/store/together.ts',
    find: 'if (error instanceof Refusal) failEverybody(batch, error)',
    replace: 'if (error instanceof Error) failEverybody(batch, error as Refusal)',
    tests: ['test/store/together.test.ts'],
  },
  {
    name: 'a slow deadlock is tried again for longer than its asker waits',
    file: 'src/store/retried.ts',
    find: ' || performance.now() - began > patienceMs',
    replace: '',
    tests: ['test/store/retried.test.ts'],
  },
  {
    name: 'a full disk is told as a bug',
    file: 'src/store/unavailable.ts',
    find: '|42P01|53|55P03|',
    replace: '|42P01|55P03|',
    tests: ['test/store/unavailable.test.ts'],
  },
]

const speed: readonly Defect[] = [
  {
    name: 'a compiled query tells errors in its own words',
    file: 'src/graph/prepared-queries.ts',
    find: '      if (result.errors) return null\n',
    replace: '',
    tests: ['test/graph/prepared-queries.test.ts'],
    only: 'an error of a field',
  },
  {
    name: 'a mutation is compiled, and done again where it fails',
    file: 'src/graph/prepared-queries.ts',
    find: 'if (operation !== OperationTypeNode.QUERY) no()',
    replace: 'if (operation === OperationTypeNode.SUBSCRIPTION) no()',
    tests: ['test/graph/prepared-queries.test.ts'],
    only: 'a mutation, each time',
  },
  {
    name: 'a hold is not in what its pool comes to',
    file: 'src/store/hold-at-once.ts',
    find: 'held = drawn.set_aside, ',
    replace: '',
    tests: ['test/graph/hold-at-once.test.ts'],
  },
  {
    name: 'a pool comes to what it came to, whatever has fallen due',
    file: 'src/store/accounts.ts',
    find: 'least(p.due_at, p.next_expires_at) <=',
    replace: 'NULL::timestamptz <=',
    tests: ['test/rest/boundaries.test.ts', 'test/store/heavy-accounts.test.ts'],
  },
  {
    name: 'what has fallen due of a heavy account is not looked at',
    file: 'src/store/store.ts',
    find: 'isCutShort(account) ? whole(key.id, asker) : account',
    replace: 'isCutShort(account) ? account : account',
    tests: ['test/store/heavy-accounts.test.ts'],
  },
]

const reference: readonly Defect[] = [
  {
    name: 'the reference leaves out that an account may be gone',
    file: 'src/rest/openapi/actions.ts',
    find: "  'ACCOUNT_GONE',\n",
    replace: '',
    tests: ['test/rest/statuses.test.ts'],
  },
  {
    name: 'an example of the reference says other words than the gateway',
    file: 'src/rest/openapi/sample-problems.ts',
    find: "'There is no such account.'",
    replace: "'The account is gone.'",
    tests: ['test/rest/openapi-statuses.test.ts'],
  },
  {
    name: 'REST answers lose a header that the reference promises',
    file: 'src/rest/router.ts',
    find: 'const common = { ...privateHeaders, ',
    replace: "const common = { 'cache-control': privateHeaders['cache-control'], ",
    tests: ['test/rest/openapi-statuses.test.ts'],
  },
  {
    name: 'the text of the graph’s schema is shown to anybody',
    file: 'src/graph/schema-text.ts',
    find: 'if (!isOpen) {',
    replace: 'if (isOpen) {',
    tests: ['test/rest/reference.test.ts'],
  },
  {
    name: 'a field of the reference does not say where it lives',
    file: 'src/rest/legacy/json-schema.ts',
    find: "'x-viewer-fields': told.viewerFields",
    replace: "'x-viewer-fields': []",
    tests: ['test/rest/openapi.test.ts'],
  },
]

const costs: readonly Defect[] = [
  {
    name: 'variables are looked at without a limit',
    file: 'src/graph/cost.ts',
    find: '  checkVariables(schema, definitions, variables)\n',
    replace: '',
    tests: ['test/edge/costly-requests.test.ts'],
    only: 'whose variables are',
  },
  {
    name: 'suggestions are cut out of whole messages',
    file: 'src/graph/problem.ts',
    find: 'return message.length > longestMessage ?',
    replace: "message = message.replace(/,? ?did you mean [^?]*\\?/gi, '')\n  return message.length > longestMessage ?",
    tests: ['test/edge/costly-requests.test.ts'],
    only: 'a key that speaks of suggestions',
  },
  {
    name: 'an answer lists a hundred errors',
    file: 'src/graph/bounds.ts',
    find: ', maxErrors: errorLimit - 1 }',
    replace: ' }',
    tests: ['test/edge/costly-requests.test.ts'],
    only: 'whose query is',
  },
  {
    name: 'text of any length is composed',
    file: 'src/domain/email-address.ts',
    find: "text.length > longestComposed ? text : text.normalize('NFC')",
    replace: "text.normalize('NFC')",
    tests: ['test/edge/costly-requests.test.ts'],
    only: 'combining marks',
  },
  {
    name: 'a list without credentials may be asked for again and again',
    file: 'src/graph/bounds.ts',
    find: 'isAnonymous ? Math.min(limits.anonymousCost, limits.queryCost) : limits.queryCost',
    replace: 'limits.queryCost',
    tests: ['test/edge/costly-requests.test.ts'],
    only: 'costs what it answers',
  },
  {
    name: 'introspection is taken for short',
    file: 'src/graph/introspection-cost.ts',
    find: '      for (const one of value) {\n',
    replace: '      for (const one of value.slice(0, 10)) {\n',
    tests: ['test/graph/bounds.test.ts'],
    only: 'introspection',
  },
  {
    name: 'one name may be repeated as often as there are fields',
    file: 'src/graph/bounds.ts',
    find: "  atMost('QUERY_TOO_REPETITIVE', limits.queryRepeats, repeats)\n",
    replace: '',
    tests: ['test/graph/bounds.test.ts'],
    only: 'queryRepeats',
  },
  {
    name: 'a query measured for a stranger counts as measured for everybody',
    file: 'src/graph/prepared-queries.ts',
    find: '    if (!query.measuredFor.has(asking)) return null\n',
    replace: '',
    tests: ['test/graph/prepared-queries.test.ts'],
  },
]

/** Mistakes, each of which the suites have to notice. */
export const defects: readonly Defect[] = [
  ...auth,
  ...scopes,
  ...limits,
  ...edge,
  ...errors,
  ...money,
  ...shapes,
  ...accounts,
  ...rates,
  ...load,
  ...outages,
  ...speed,
  ...reference,
  ...costs,
]
