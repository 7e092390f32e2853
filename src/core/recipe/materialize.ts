import type { OnProgress } from '../progress.ts'
import { millisecondsPerDay } from '../time.ts'
import { createEvaluation, type EvaluationOptions } from '../expression/evaluate.ts'
import type { TextNode } from '../expression/evaluation/chunk.ts'
import { numberColumn } from '../expression/build.ts'
import { countsDays } from '../expression/days.ts'
import type { NumberExpression } from '../expression/types.ts'
import type { Source } from '../expression/source.ts'
import type { WorkingColumn } from './columns.ts'
import { rawPrepared, type PreparedColumn } from './prepared.ts'

/** A worked-out column as the start of further expressions over `sourceOf` it. */
function asPrepared(column: WorkingColumn): PreparedColumn {
  const { name, from } = column
  switch (column.kind) {
    case 'number':
    case 'date':
    case 'category':
      return { ...rawPrepared(name, column.kind, 'float64'), name, from }
    case 'index':
      return { kind: 'index', name, from, index: numberColumn(name, 'number', 'float64'), levels: column.levels }
    case 'indicator': {
      const { encoded, code, levels, on, off } = column
      const index = numberColumn(name, 'number', 'float64')
      return { kind: 'indicator', name, from, index, encoded, levels, code, on, off }
    }
  }
}

/** Worked-out columns as what expressions read; of indicators and indices, the codes. */
function sourceOf(columns: readonly WorkingColumn[]): Source {
  const byName = new Map(columns.map((column) => [column.name, column]))
  return {
    numbers: (name) => {
      const column = byName.get(name)
      if (column?.kind === 'indicator' || column?.kind === 'index') return Float64Array.from(column.codes)
      return column === undefined || column.kind === 'category' ? null : column.values
    },
    texts: (name) => {
      const column = byName.get(name)
      return column?.kind === 'category' ? column : null
    },
  }
}

export interface MaterializeOptions extends EvaluationOptions {
  /** Called before every chunk of rows. */
  onProgress?: OnProgress
}

/**
 * Works columns out over rows: a pass over the rows, whatever the number of columns.
 *
 * @param known columns that the expressions are of; what kept its index keeps its codes
 */
function materialize(
  prepared: readonly PreparedColumn[],
  source: Source,
  rows: Uint32Array | number,
  options: MaterializeOptions & { known?: readonly WorkingColumn[] } = {},
): WorkingColumn[] {
  const count = typeof rows === 'number' ? rows : rows.length
  const evaluation = createEvaluation(source, rows, options)
  const writers: ((from: number, count: number) => void)[] = []
  const indices = new Map<NumberExpression, Int32Array>()
  const codesOf = (index: NumberExpression): Int32Array => {
    const known = indices.get(index) ?? keptCodes(index, options.known)
    if (known !== undefined) return known
    const codes = new Int32Array(count)
    indices.set(index, codes)
    const node = evaluation.number(index)
    writers.push((from, length) => codes.set(node.read().subarray(0, length), from))
    return codes
  }
  const made = prepared.map((column): (() => WorkingColumn) => {
    const { name, from } = column
    if (column.kind === 'indicator') {
      const { encoded, code, levels, on, off } = column
      const codes = codesOf(column.index)
      return () => ({ kind: 'indicator', name, from, codes, encoded, levels, code, on, off })
    }
    if (column.kind === 'index') {
      const { levels } = column
      const codes = codesOf(column.index)
      return () => ({ kind: 'index', name, from, codes, levels })
    }
    if (column.kind === 'category') {
      const codes = new Int32Array(count)
      const node: TextNode = evaluation.text(column.value)
      let levels: readonly string[] = []
      writers.push((start, length) => {
        const chunk = node.read()
        codes.set(chunk.codes.subarray(0, length), start)
        levels = chunk.levels
      })
      return () => ({ kind: 'category', name, from, codes, levels })
    }
    const values = new Float64Array(count)
    const node = evaluation.number(column.value)
    writers.push((start, length) => values.set(node.read().subarray(0, length), start))
    if (column.kind === 'number') {
      const unit = countsDays(column.value) ? ({ unit: 'days' } as const) : {}
      return () => ({ kind: 'number', name, from, values, ...unit })
    }
    return () => ({ kind: 'date', name, from, values: values.map((days) => Math.round(days * millisecondsPerDay)) })
  })
  evaluation.run((from, length) => {
    options.onProgress?.(from / count)
    for (const write of writers) write(from, length)
  })
  return made.map((finish) => finish())
}

/** Columns as a step makes them of others; one that it leaves alone stays the same object. */
export function remadeColumns(
  columns: readonly WorkingColumn[],
  express: (columns: PreparedColumn[]) => PreparedColumn[],
  rows: number,
  options: MaterializeOptions = {},
): WorkingColumn[] {
  const before = columns.map(asPrepared)
  const after = express(before)
  const left = new Map(before.map((column, index) => [column, columns[index]]))
  const changed = after.filter((column) => !left.has(column))
  const made = materialize(changed, sourceOf(columns), rows, { ...options, known: columns })
  let next = 0
  return after.flatMap((column) => left.get(column) ?? made[next++] ?? [])
}

function keptCodes(index: NumberExpression, known: readonly WorkingColumn[] = []): Int32Array | undefined {
  if (index.op !== 'numberColumn') return undefined
  const column = known.find(({ name }) => name === index.column)
  return column?.kind === 'indicator' || column?.kind === 'index' ? column.codes : undefined
}
