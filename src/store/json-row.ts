/** One value of a row that travels through JSON: how SQL says it, and what it is here. */
export interface Column<T> {
  readonly sql: string
  readonly read: (json: never) => T
}

export type Columns = Readonly<Record<string, Column<unknown>>>
type RowOf<C extends Columns> = { readonly [K in keyof C]: C[K] extends Column<infer T> ? T : never }

/** A row's columns, both ways. */
export interface JsonRow<Row> {
  /** Names of the columns in their order. */
  readonly names: readonly string[]
  /** The row as one JSON value: its values in the order of the columns, without their names, which would be half of it. */
  readonly sql: string
  readonly read: (values: readonly unknown[]) => Row
}

export function jsonRow<C extends Columns>(columns: C): JsonRow<RowOf<C>> {
  const names = Object.keys(columns)
  const all = Object.values(columns)
  return {
    names,
    sql: `json_build_array(${all.map(({ sql }) => sql).join(', ')})`,
    read: compiledReader(names, all) as (values: readonly unknown[]) => RowOf<C>,
  }
}

/**
 * Written out, as one would by hand: an object that a loop puts together costs three times as much, and so does
 * everything that reads it. The names are those that stand in this folder.
 */
function compiledReader(names: readonly string[], columns: readonly Column<unknown>[]): unknown {
  const values = columns.map(({ read }, place) => (read === asItIs ? `v[${place}]` : `read[${place}](v[${place}])`))
  const members = names.map((name, place) => `${JSON.stringify(name)}: ${values[place]}`)
  const reads = columns.map(({ read }) => read)
  return new Function('read', `return (v) => ({ ${members.join(', ')} })`)(reads)
}

/** As JSON says it: text, numbers, truth values, lists of them. */
export function plain<T>(sql: string): Column<T> {
  return { sql, read: asItIs }
}

function asItIs<T>(json: T): T {
  return json
}

/** A BIGINT: it travels as text, for a JSON number would pass through a float. */
export function whole(sql: string): Column<bigint> {
  return { sql: `${sql}::text`, read: (digits: string) => BigInt(digits) }
}

export function wholeOrNull(sql: string): Column<bigint | null> {
  return { sql: `${sql}::text`, read: (digits: string | null) => (digits === null ? null : BigInt(digits)) }
}

/** An instant: JSON has it with its offset, whatever the session's time zone. */
export function instant(sql: string): Column<Date> {
  return { sql, read: (text: string) => new Date(text) }
}

export function instantOrNull(sql: string): Column<Date | null> {
  return { sql, read: (text: string | null) => (text === null ? null : new Date(text)) }
}

/** Rows of another table, each turned into what it is here; empty where there are none. @param from what follows FROM. */
export function list<Row, T>(
  row: JsonRow<Row>,
  from: string,
  orderBy: string | null,
  of: (row: Row) => T,
): Column<readonly T[]> {
  return {
    sql: `(SELECT json_agg(${row.sql}${orderBy === null ? '' : ` ORDER BY ${orderBy}`}) FROM ${from})`,
    read: (rows: readonly (readonly unknown[])[] | null) => (rows === null ? [] : rows.map((one) => of(row.read(one)))),
  }
}

/** The same, of rows that are what they are. */
export function rows<Row>(row: JsonRow<Row>, from: string, orderBy: string | null): Column<readonly Row[]> {
  return list(row, from, orderBy, (one) => one)
}
