import type { FittedRecipe } from '../../../shared/recipes.ts'
import { isNeverMissing } from '../../expression/missing.ts'
import type { Lookup, NumberExpression } from '../../expression/types.ts'
import { expressRecipe } from '../../recipe/expressed.ts'
import { numberOf, type PreparedColumn, type PreparedIndicator } from '../../recipe/prepared.ts'
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
  const parts = groupsOf(expressRecipe(fitted), fitted).map((group) => {
    if (group.kind === 'indices') return graph.cast(emitter.number(group.index), 'float')
    if (group.kind === 'indicators') return addIndicators(emitter, group.columns)
    const value = numberOf(group.column)
    if (value === null) throw new Error(`The column “${group.column.name}” did not become numbers.`)
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

type Group =
  | { kind: 'indices'; index: PreparedIndicator['index'] }
  | { kind: 'indicators'; columns: PreparedIndicator[] }
  | { kind: 'number'; column: PreparedColumn }

/** The columns of the matrix in order, those that hang on one index together. */
function groupsOf(columns: readonly PreparedColumn[], fitted: FittedRecipe): Group[] {
  const groups: Group[] = []
  let at = 0
  let last: Group | undefined
  for (const column of columns) {
    if (column.kind === 'indicator' && last?.kind === 'indices' && last.index === column.index) continue
    if (column.kind === 'indicator' && last?.kind === 'indicators' && last.columns[0]?.index === column.index) {
      last.columns.push(column)
      at++
      continue
    }
    const isIndex = fitted.inputs[at++]?.levels !== undefined
    if (column.kind === 'index' || (column.kind === 'indicator' && isIndex))
      last = { kind: 'indices', index: column.index }
    else if (column.kind === 'indicator') last = { kind: 'indicators', columns: [column] }
    else last = { kind: 'number', column }
    groups.push(last)
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
