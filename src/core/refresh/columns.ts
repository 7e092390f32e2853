import type { ColumnSummary, Dataset, Differences, Renamed } from '../../shared/datasets.ts'

type Version = Pick<Dataset, 'rows' | 'columns'>

/** A column that both versions of a table have, with its place in each. */
export interface CommonColumn {
  name: string
  before: number
  after: number
}

/** Columns of the same name, in the order of the later version. */
export function commonColumns(before: Version, after: Version): CommonColumn[] {
  const places = new Map(before.columns.map(({ name, index }) => [name, index]))
  return after.columns.flatMap(({ name, index }) => {
    const place = places.get(name)
    return place === undefined ? [] : [{ name, before: place, after: index }]
  })
}

/**
 * Columns that came, went, have another name or are read as another kind.
 *
 * @param before under the names of the later version, as far as it is known what these are
 */
export function columnDifferences(
  before: Version,
  after: Version,
  renamed: Renamed | null,
): Omit<Differences['columns'], 'changed'> {
  const [old, now] = [byName(before), byName(after)]
  const brief = ({ name, kind }: ColumnSummary) => ({ name, kind })
  return {
    added: after.columns.filter(({ name }) => !old.has(name)).map(brief),
    gone: before.columns.filter(({ name }) => !now.has(name)).map(brief),
    renamed,
    kinds: after.columns.flatMap(({ name, kind }) => {
      const former = old.get(name)
      return former === undefined || former.kind === kind ? [] : [{ name, before: former.kind, after: kind }]
    }),
  }
}

function byName({ columns }: Version): Map<string, ColumnSummary> {
  return new Map(columns.map((column) => [column.name, column]))
}

const namedAsKey = /^(id|key|uuid|guid)$|(^|[\s_.-])(id|key|code|uuid|guid|number|nr|no)$|[a-z](Id|ID|Key|Code|Nr|No)$/i

/**
 * The column whose values tell rows apart in both versions: every row has another one. Texts and whole numbers only,
 * since measurements are all different by chance; one that is named as a key goes before the others. Null for none.
 */
export function keyColumn(before: Version, after: Version): string | null {
  const old = byName(before)
  const candidates = after.columns.filter((column) => {
    const former = old.get(column.name)
    return former !== undefined && isKey(former, before.rows) && isKey(column, after.rows)
  })
  const named = candidates.find(({ name }) => namedAsKey.test(name))
  return (named ?? candidates[0])?.name ?? null
}

function isKey(column: ColumnSummary, rows: number): boolean {
  if (column.missing > 0 || column.distinct < rows || rows === 0) return false
  if (column.kind === 'category' || column.kind === 'text') return true
  if (column.kind !== 'number') return false
  const { min, max, top } = column
  return [min, max, ...top.map(({ value }) => Number(value))].every((value) => Number.isInteger(value))
}
