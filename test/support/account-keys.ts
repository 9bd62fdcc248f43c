/** Of each table, the column that says whose a row is; null where none does. */
export const accountColumns: Readonly<Record<string, string | null>> = {
  accounts: 'id',
  agents: 'account_id',
  api_keys: 'account_id',
  credit_grants: 'account_id',
  credit_holds: 'account_id',
  credit_pools: 'account_id',
  hold_allocations: null,
  idempotency_records: 'account_id',
  ledger_entries: 'account_id',
  legacy_identities: 'account_id',
  referral_codes: 'account_id',
  subscriptions: 'account_id',
  usage_counters: 'account_id',
  usage_events: 'account_id',
}

/** One place of a statement at which a table is read or written. */
export interface TableUse {
  readonly table: string
  /** By which of its columns rows are found or named: those that are equated with something. */
  readonly columns: readonly string[]
  /** True where its account's column is equated with what was asked for, be it by way of other tables. */
  readonly isKeyed: boolean
}

interface Reference {
  readonly table: string
  readonly alias: string
  readonly isNamed: boolean
  /** The part of the statement in which its conditions stand. */
  readonly scope: string
  /** Of an INSERT, the columns it names. */
  readonly inserted: readonly string[] | null
}

/**
 * Where a statement of ours uses which table, and by what it finds its rows there. Not a parser: it knows the SQL that
 * the store and Prisma send, with aliases, parentheses and equations.
 */
export function tableUses(sql: string): TableUse[] {
  const text = sql
    .replaceAll('"', '')
    .replace(/\bpublic\./g, '')
    .replace(/--[^\n]*/g, '')
    .replace(/\s+/g, ' ')
  const references = referencesIn(text)
  const equations = references.map((reference) => equationsOf(reference))
  const anchored = new Set<Reference>()
  const keyOf = ({ table }: Reference) => accountColumns[table] ?? null
  const isAnchor = (reference: Reference, index: number) =>
    reference.inserted?.includes(keyOf(reference) ?? '') ||
    (equations[index] ?? []).some(({ column, other }) => {
      if (column !== keyOf(reference)) return false
      // Another table's column is as good as what that one is found by; anything else was asked for.
      const further = references.filter(({ alias }) => other.startsWith(`${alias}.`))
      return further.length === 0 || further.some((one) => anchored.has(one) && other === `${one.alias}.${keyOf(one)}`)
    })
  for (let before = -1; before < anchored.size; ) {
    before = anchored.size
    for (const [index, reference] of references.entries()) if (isAnchor(reference, index)) anchored.add(reference)
  }
  return references.map((reference, index) => ({
    table: reference.table,
    columns: reference.inserted ?? [...new Set((equations[index] ?? []).map(({ column }) => column))],
    isKeyed: anchored.has(reference),
  }))
}

const notAliases = 'where|set|on|order|limit|values|for|returning|cross|join|left|inner|group|union|using|default|as'

function referencesIn(text: string): Reference[] {
  const tables = Object.keys(accountColumns).join('|')
  const use = new RegExp(
    `(from|join|update|into|,) (${tables})\\b(?![.\\w])(?: (?:as )?(?!(?:${notAliases})\\b)(\\w+))?`,
    'gi',
  )
  return [...text.matchAll(use)].map((match) => {
    const [all, verb = '', table = '', alias] = match
    const columns = verb.toLowerCase() === 'into' ? /^ ?\(([^)]*)\)/.exec(text.slice(match.index + all.length)) : null
    return {
      table,
      alias: alias ?? table,
      isNamed: alias !== undefined,
      scope: scopeAt(text, match.index),
      inserted: columns ? (columns[1] ?? '').split(',').map((column) => column.trim().replace(/^.*\./, '')) : null,
    }
  })
}

/** The innermost query around a place: between its parentheses, and of a UNION the one part. */
function scopeAt(text: string, place: number): string {
  let depth = 0
  let start = place
  for (; start > 0; start -= 1) {
    if (text[start - 1] === ')') depth += 1
    if (text[start - 1] === '(' && depth-- === 0) break
  }
  let end = start
  for (depth = 0; end < text.length; end += 1) {
    if (text[end] === '(') depth += 1
    if (text[end] === ')' && depth-- === 0) break
  }
  let at = start
  for (const part of text.slice(start, end).split(/\bUNION(?: ALL)?\b/)) {
    if (place < at + part.length + 10) return part
    at += part.length + 'UNION'.length
  }
  return text.slice(start, end)
}

/** Conditions of a reference, as `column = other`; what is set is no condition. */
function equationsOf({ alias, isNamed, scope }: Reference) {
  const conditions = scope.replace(/\bSET\b.*?(?=\bWHERE\b|\bFROM\b|\bRETURNING\b|$)/gi, ' ')
  const own = isNamed ? `\\b${alias}\\.` : `(?<![.\\w])(?:${alias}\\.)?`
  const value = '\\(?((?:ANY ?\\()?(?:\\$\\d+|[a-z_]+\\.\\w+|\\())'
  const forwards = [...conditions.matchAll(new RegExp(`${own}(\\w+) (?:=|IN) ?${value}`, 'gi'))]
  const backwards = [...conditions.matchAll(new RegExp(`([a-z_]+\\.\\w+) = ${own}(\\w+)`, 'gi'))]
  return [
    ...forwards.map(([, column = '', other = '']) => ({ column, other })),
    ...backwards.map(([, other = '', column = '']) => ({ column, other })),
  ]
}
