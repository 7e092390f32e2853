import { assertNever } from '../../../shared/assertNever.ts'
import type { FittedRecipe, RawInput } from '../../../shared/recipes.ts'
import { createLevelNames } from '../../recipe/names.ts'
import { fittedByName, type FittedColumn } from '../../recipe/steps/registry.ts'
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
  const states = fitted.steps.map(fittedByName)
  const nameOfLevel = createLevelNames(fitted.rawInputs.map(({ name }) => name))
  const needed = new Set(fitted.steps.flatMap((state) => (state.kind === 'dropMissingRows' ? state.columns : [])))
  const indexed = new Set(fitted.inputs.filter(({ levels }) => levels !== undefined).map(({ from }) => from))
  const parts: string[] = []
  const gaps: string[] = []
  for (const [index, raw] of fitted.rawInputs.entries()) {
    const input = inputs[index]
    if (input === undefined) continue
    const fittedFor = (name: string): FittedColumn[] => states.flatMap((state) => state.get(name) ?? [])
    if (input.type === 'string') {
      const missing = addMissingText(graph, input.name, raw)
      if (needed.has(raw.name)) gaps.push(missing)
      const hit = addLevels(graph, input.name, missing, raw, fittedFor)
      const part =
        hit === null
          ? null
          : indexed.has(raw.name)
            ? addIndex(graph, hit)
            : addIndicators(graph, hit, raw, fittedFor, nameOfLevel)
      if (part !== null) parts.push(part)
    } else {
      const number = addNumber(graph, input, fittedFor(raw.name))
      if (needed.has(raw.name) || !number.filled) gaps.push(number.missing)
      parts.push(number.value)
    }
  }
  const [first] = gaps
  return {
    matrix: graph.operator('Concat', parts, { axis: { int: 1 } }),
    leftOut: first === undefined ? null : gaps.slice(1).reduce((all, gap) => graph.operator('Or', [all, gap]), first),
  }
}

function addNumber(
  graph: GraphBuilder,
  input: OnnxInput,
  steps: readonly FittedColumn[],
): { value: string; missing: string; filled: boolean } {
  const raw = input.type === 'double' ? input.name : graph.cast(input.name, 'double')
  // x - x is 0 for a finite number and NaN for NaN and for both infinities, which count as missing too.
  const missing = graph.operator('IsNaN', [graph.operator('Sub', [raw, raw])])
  let value = raw
  let filled = false
  for (const step of steps) {
    switch (step.kind) {
      case 'impute':
        if (!filled) value = graph.operator('Where', [missing, graph.doubles([Number(step.value)]), value])
        filled = true
        break
      case 'scale': {
        const shifted = graph.operator('Sub', [value, graph.doubles([step.offset])])
        value = graph.operator('Mul', [shifted, graph.doubles([step.factor])])
        break
      }
      case 'dateToNumber':
      case 'oneHot':
        break
      default:
        assertNever(step)
    }
  }
  return { value: graph.cast(value, 'float'), missing, filled }
}

/** bool [N, 1]: the text is empty or one of the column's missing markers. */
function addMissingText(graph: GraphBuilder, input: string, raw: RawInput): string {
  const markers = [...new Set(['', ...raw.missingMarkers])]
  const matches = graph.operator('Equal', [input, graph.strings(markers, [1, markers.length])])
  if (markers.length === 1) return matches
  const any = graph.operator('ReduceMax', [graph.cast(matches, 'float'), graph.integers([1])])
  return graph.cast(any, 'bool')
}

/** Which fitted level a text is. */
interface Levels {
  levels: readonly string[]
  /** bool [N, levels], true at most once a row */
  hit: string
}

/** null without levels. */
function addLevels(
  graph: GraphBuilder,
  input: string,
  missing: string,
  raw: RawInput,
  fittedFor: (name: string) => FittedColumn[],
): Levels | null {
  const steps = fittedFor(raw.name)
  const encoding = steps.findIndex(({ kind }) => kind === 'oneHot')
  const oneHot = steps[encoding]
  if (oneHot?.kind !== 'oneHot') throw new Error(`The column “${raw.name}” is not encoded.`)
  const { levels } = oneHot
  if (levels.length === 0) return null
  const fill = steps.slice(0, encoding).find((step) => step.kind === 'impute')
  const filledWith = fill?.kind === 'impute' ? String(fill.value) : null

  const matches = addLevelMatches(graph, input, raw, levels)
  const present = graph.operator('And', [matches, graph.operator('Not', [missing])])
  const hit =
    filledWith === null || !levels.includes(filledWith)
      ? present
      : graph.operator('Or', [
          present,
          graph.operator('And', [
            missing,
            graph.booleans(
              levels.map((level) => level === filledWith),
              [1, levels.length],
            ),
          ]),
        ])

  return { levels, hit }
}

/** float [N, 1]: the level's index, -1 for none. */
function addIndex(graph: GraphBuilder, { levels, hit }: Levels): string {
  const numbers = graph.floats(
    levels.map((_, index) => index + 1),
    [levels.length, 1],
  )
  const number = graph.operator('MatMul', [graph.cast(hit, 'float'), numbers])
  return graph.operator('Sub', [number, graph.floats([1])])
}

/** float [N, levels]: each level's `on` where the text is that level, else its `off`. */
function addIndicators(
  graph: GraphBuilder,
  { levels, hit }: Levels,
  raw: RawInput,
  fittedFor: (name: string) => FittedColumn[],
  nameOfLevel: (column: string, level: string) => string,
): string {
  const scaled = levels.map((level) => scaledIndicator(fittedFor(nameOfLevel(raw.name, level))))
  const row = (side: 'on' | 'off'): string =>
    graph.floats(
      scaled.map((indicator) => indicator[side]),
      [1, levels.length],
    )
  return scaled.every(({ on, off }) => on === 1 && off === 0)
    ? graph.cast(hit, 'float')
    : graph.operator('Where', [hit, row('on'), row('off')])
}

/** bool [N, levels]. A boolean may be spelled in lower case, in capitals or with a capital first. */
function addLevelMatches(graph: GraphBuilder, input: string, raw: RawInput, levels: readonly string[]): string {
  const matching = (texts: readonly string[]): string =>
    graph.operator('Equal', [input, graph.strings(texts, [1, texts.length])])
  if (raw.kind !== 'boolean') return matching(levels)
  const spellings = (level: string): string[] => [
    level,
    level.toLowerCase(),
    level.toUpperCase(),
    level.slice(0, 1).toUpperCase() + level.slice(1).toLowerCase(),
  ]
  const [first, ...others] = [0, 1, 2, 3].map((way) => matching(levels.map((level) => spellings(level)[way] ?? level)))
  return others.reduce((all, found) => graph.operator('Or', [all, found]), first ?? matching(levels))
}

function scaledIndicator(steps: readonly FittedColumn[]): { on: number; off: number } {
  let on = 1
  let off = 0
  for (const step of steps) {
    if (step.kind !== 'scale') continue
    on = (on - step.offset) * step.factor
    off = (off - step.offset) * step.factor
  }
  return { on, off }
}
