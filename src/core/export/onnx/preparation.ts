import type { FittedRecipe } from '../../../shared/recipes.ts'
import { isNeverMissing } from '../../expression/missing.ts'
import type { Lookup, NumberExpression } from '../../expression/types.ts'
import { matrixColumns, type MatrixColumn } from '../../recipe/matrixColumns.ts'
import type { PreparedIndicator } from '../../recipe/prepared.ts'
import { rowsLeftOut } from '../../recipe/transform.ts'
import { createEmitter } from './expressions/emitter.ts'
import type { Emitting, RawColumn } from './expressions/emitting.ts'
import type { GraphBuilder } from './graph.ts'
import type { OnnxInput } from './schema.ts'

/** What the preparation gives the network. */
export interface PreparedGraph {
  /** float [N, inputs] */
  matrix: string
  /** bool [N, 1]: rows that the recipe leaves out; null if there can be none. */
  leftOut: string | null
}

/**
 * The recipe in plain operators: raw columns [N, 1] to the network's inputs [N, inputs]. Arithmetic on numbers runs
 * in float64 and is rounded once at the end, exactly as in the studio.
 */
export function addPreparation(graph: GraphBuilder, fitted: FittedRecipe, inputs: readonly OnnxInput[]): PreparedGraph {
  const columns = new Map<string, RawColumn>()
  for (const [index, raw] of fitted.rawInputs.entries()) {
    const input = inputs[index]
    if (input !== undefined) columns.set(raw.name, { raw, input })
  }
  const emitter = createEmitter(graph, columns)
  const left = rowsLeftOut(fitted)
  const gaps = left === null ? [] : [emitter.boolean(left)]
  const [anyInput] = inputs
  const parts = groupsOf(matrixColumns(fitted)).map((group) => {
    if (group.kind === 'index') return graph.cast(emitter.number(group.index), 'float')
    if (group.kind === 'indicators') return addIndicators(emitter, group.columns)
    const { value } = group
    const number = graph.cast(emitter.number(value), 'float')
    if (!isNeverMissing(value)) gaps.push(graph.operator('IsNaN', [graph.operator('Sub', [number, number])]))
    return value.op === 'constant' ? onEveryRow(graph, number, anyInput?.name ?? '') : number
  })
  const [first] = gaps
  return {
    matrix: graph.operator('Concat', parts, { axis: { int: 1 } }),
    leftOut: first === undefined ? null : gaps.slice(1).reduce((all, gap) => graph.operator('Or', [all, gap]), first),
  }
}

type Group = Exclude<MatrixColumn, { kind: 'indicator' }> | { kind: 'indicators'; columns: PreparedIndicator[] }

/** The columns of the matrix in order, indicators that hang on one index together. */
function groupsOf(columns: readonly MatrixColumn[]): Group[] {
  const groups: Group[] = []
  for (const column of columns) {
    const last = groups.at(-1)
    if (column.kind !== 'indicator') groups.push(column)
    else if (last?.kind === 'indicators' && last.columns[0]?.index === column.indicator.index)
      last.columns.push(column.indicator)
    else groups.push({ kind: 'indicators', columns: [column.indicator] })
  }
  return groups
}

/** Whether the index is that of the level in the list of levels, and of none for any other text. */
function isLevelIndex(index: NumberExpression): index is Lookup {
  return (
    index.op === 'lookup' &&
    index.levels.length > 0 &&
    index.other === -1 &&
    index.missing === -1 &&
    index.values.every((value, code) => value === code)
  )
}

/** float [N, indicators] of one index: each indicator's `on` in the rows of its code, else its `off`. */
function addIndicators(emitter: Emitting, columns: readonly PreparedIndicator[]): string {
  const { graph } = emitter
  const [first] = columns
  if (first === undefined) throw new Error('A group of indicators has at least one.')
  const { index } = first
  const hit = isLevelIndex(index)
    ? emitter.text(index.text).matches(columns.map(({ code }) => index.levels[code] ?? ''))
    : graph.operator('Equal', [
        emitter.number(index),
        graph.doubles(
          columns.map(({ code }) => code),
          [1, columns.length],
        ),
      ])
  const row = (side: 'on' | 'off'): string =>
    graph.floats(
      columns.map((column) => column[side]),
      [1, columns.length],
    )
  return columns.every(({ on, off }) => on === 1 && off === 0)
    ? graph.cast(hit, 'float')
    : graph.operator('Where', [hit, row('on'), row('off')])
}

/** A constant as a column of as many rows as the input has. */
function onEveryRow(graph: GraphBuilder, value: string, input: string): string {
  return graph.operator('Expand', [value, graph.operator('Shape', [input])])
}
