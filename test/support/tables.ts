import fc from 'fast-check'
import type { ColumnKind } from '../../src/shared/datasets.ts'
import type { Recipe, Step } from '../../src/shared/recipes.ts'
import type { CodedColumn, NumericColumn, Table, TableColumn } from '../../src/core/table.ts'

export function numbers(name: string, values: readonly (number | null)[]): NumericColumn {
  return { name, kind: 'number', values: Float64Array.from(values, (value) => value ?? NaN) }
}

/** Dates given as ISO texts. */
export function dates(name: string, values: readonly (string | null)[]): NumericColumn {
  return {
    name,
    kind: 'date',
    values: Float64Array.from(values, (value) => (value === null ? NaN : Date.parse(value))),
  }
}

/** Texts; null is missing. Levels stand in the order they are met. */
export function coded(
  name: string,
  values: readonly (string | null)[],
  kind: CodedColumn['kind'] = 'category',
): CodedColumn {
  const levels: string[] = []
  const codes = Int32Array.from(values, (value) => {
    if (value === null) return -1
    const known = levels.indexOf(value)
    return known < 0 ? levels.push(value) - 1 : known
  })
  return { name, kind, codes, levels }
}

export function tableOf(...columns: Table['columns']): Table {
  const [first] = columns
  const rows = first === undefined ? 0 : 'values' in first ? first.values.length : first.codes.length
  return { rows, columns }
}

export function allRows(table: Table): Uint32Array {
  return Uint32Array.from({ length: table.rows }, (_, row) => row)
}

/** Every kind of step that a table of any kinds needs, with the defaults of a suggestion. */
export const everyStep: Step[] = [
  { kind: 'dateToNumber', id: 'dates', enabled: true, columns: 'dates' },
  { kind: 'impute', id: 'fillNumbers', enabled: true, columns: 'numbers', method: 'median' },
  {
    kind: 'impute',
    id: 'fillCategories',
    enabled: true,
    columns: 'categories',
    method: 'constant',
    constant: '(missing)',
  },
  { kind: 'standardize', id: 'scale', enabled: true, columns: 'numbers' },
  { kind: 'oneHot', id: 'encode', enabled: true, columns: 'categories', maxLevels: 50 },
]

export function recipeFor(target: string | null, changes: Partial<Recipe> = {}): Recipe {
  return {
    version: 1,
    target,
    task: 'auto',
    roles: {},
    steps: everyStep,
    split: { validation: 0.2, test: 0.2, stratify: true, seed: 1 },
    targetScaling: 'standardize',
    ...changes,
  }
}

const level = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom('a', 'b', 'c', 'Ärger', 'a b', '  x', 'NA', '1', '日本', 'TRUE') },
  {
    weight: 1,
    arbitrary: fc.constantFrom('A  a  b', 'Straße 12', 'İstanbul', 'ΟΔΟΣ ΑΣ', '👍🏽 ok', 'e\u0301te\u0301', 'ﬁn-東京x2'),
  },
)
const number = fc.oneof(
  fc.integer({ min: -50, max: 50 }),
  fc.double({ min: -1000, max: 1000, noNaN: true }),
  fc.constantFrom(0, -0, 1e-3, 123456.789, Infinity),
)
const date = fc.date({ min: new Date('1950-01-01'), max: new Date('2050-01-01'), noInvalidDate: true })

function columnArbitrary(name: string, kind: ColumnKind, rows: number): fc.Arbitrary<NumericColumn | CodedColumn> {
  const filled = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<(T | null)[]> =>
    fc.array(fc.option(value, { freq: 6 }), { minLength: rows, maxLength: rows })
  switch (kind) {
    case 'number':
      return filled(number).map((values) => numbers(name, values))
    case 'date':
      return filled(date).map((values) =>
        dates(
          name,
          values.map((value) => value?.toISOString() ?? null),
        ),
      )
    case 'boolean':
      return filled(fc.constantFrom('yes', 'no')).map((values) => coded(name, values, kind))
    case 'category':
    case 'text':
      return filled(level).map((values) => coded(name, values, kind))
  }
}

const kind = fc.constantFrom<ColumnKind>('number', 'date', 'boolean', 'category', 'text')
const columnName = fc.oneof(
  fc.constantFrom('', 'prediction', 'probabilities', 'größe', 'a=b', 'Gemm_0', 'x/y', '年齢', 'a'),
  fc.string({ maxLength: 8 }),
)

/**
 * One to five features of any kinds with gaps, over the given number of rows, none named `target`; and the same
 * columns again with other values.
 */
export function featuresArbitrary(rows: number): fc.Arbitrary<{ features: Features; others: Features }> {
  return fc
    .uniqueArray(fc.tuple(columnName, kind), { minLength: 1, maxLength: 5, selector: ([name]) => name })
    .map((found) => found.filter(([name]) => name !== 'target'))
    .filter((found) => found.length > 0)
    .chain((found) => {
      const columns = fc.tuple(...found.map(([name, of]) => columnArbitrary(name, of, rows)))
      return fc.record({ features: columns, others: columns })
    })
}

type Features = (NumericColumn | CodedColumn)[]

/** A target without gaps: numbers that vary, or two or three classes with two rows at least. */
export function targetArbitrary(rows: number): fc.Arbitrary<NumericColumn | CodedColumn> {
  const spread = fc
    .array(fc.double({ min: -100, max: 100, noNaN: true }), { minLength: rows, maxLength: rows })
    .map((values) =>
      numbers(
        'target',
        values.map((value, row) => value + row),
      ),
    )
  const classes = fc.integer({ min: 2, max: 3 }).map((count) =>
    coded(
      'target',
      Array.from({ length: rows }, (_, row) => `class ${row % count}`),
    ),
  )
  return fc.oneof(spread, classes)
}

/** The columns with the values of the given rows taken from others of the same names and kinds. */
export function mixedColumns(
  columns: readonly TableColumn[],
  others: readonly TableColumn[],
  changed: ReadonlySet<number>,
): TableColumn[] {
  return columns.map((column): TableColumn => {
    const other = others.find(({ name }) => name === column.name)
    if (other === undefined) return column
    if ('values' in column && 'values' in other) return mixNumbers(column, other, changed)
    if ('codes' in column && 'codes' in other) return mixCodes(column, other, changed)
    throw new Error('the kinds differ')
  })
}

function mixNumbers(column: NumericColumn, other: NumericColumn, changed: ReadonlySet<number>): NumericColumn {
  return { ...column, values: column.values.map((value, row) => (changed.has(row) ? other.values[row]! : value)) }
}

function mixCodes(column: CodedColumn, other: CodedColumn, changed: ReadonlySet<number>): CodedColumn {
  const levels = [...new Set([...column.levels, ...other.levels])]
  const codeOf = (from: CodedColumn, row: number): number =>
    from.codes[row]! < 0 ? -1 : levels.indexOf(from.levels[from.codes[row]!]!)
  return {
    ...column,
    levels,
    codes: column.codes.map((_, row) => codeOf(changed.has(row) ? other : column, row)),
  }
}
