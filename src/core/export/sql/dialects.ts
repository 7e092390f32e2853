/** Where the two dialects differ; everything else is said so that both understand it. */
export interface Dialect {
  name: string
  /** A raw column with dates as days since 1970-01-01 UTC. */
  days(column: string): string
  /** A raw column with numbers, NULL where missing. */
  number(column: string): string
  infinity: string
  /** The greatest of several numbers, none of them NULL. */
  greatest: string
  /** The fewest digits of a number that is not whole that read as it again. */
  digits(x: string): string
  /** Why a table cannot have these columns; null where it can. */
  problemOf(columns: readonly string[]): string | null
}

const longestPostgresName = 63

export const sqlite: Dialect = {
  name: 'SQLite',
  days: (column) =>
    `CASE typeof(${column}) WHEN 'text' THEN julianday(nullif(${column}, '')) - 2440587.5 ELSE ${column} END`,
  number: (column) => `nullif(${column}, '')`,
  infinity: '9e999',
  greatest: 'max',
  digits: (x) => {
    const exact = [15, 16].map((digits) => {
      const text = `printf('%!.${digits}g', ${x})`
      return `WHEN CAST(${text} AS double precision) = ${x} THEN ${text}`
    })
    return `CASE ${exact.join(' ')} ELSE printf('%!.17g', ${x}) END`
  },
  problemOf: (columns) => {
    const known = new Map<string, string>()
    for (const column of columns) {
      const other = known.get(column.toLowerCase())
      if (other !== undefined)
        return `“${other}” and “${column}” are one column in SQLite, which does not tell capitals apart`
      known.set(column.toLowerCase(), column)
    }
    return null
  },
}

export const postgresql: Dialect = {
  name: 'PostgreSQL',
  days: (column) => `extract(epoch FROM CAST(${column} AS timestamp)) / 86400`,
  number: (column) => column,
  infinity: `CAST('Infinity' AS double precision)`,
  greatest: 'greatest',
  digits: (x) => `CAST(${x} AS text)`,
  problemOf: (columns) => {
    const long = columns.find((column) => column === '' || encodeURIComponent(column).length > longestPostgresName)
    if (long === undefined) return null
    return long === '' ? 'a column has no name' : `the name of “${long}” is too long for PostgreSQL`
  },
}
