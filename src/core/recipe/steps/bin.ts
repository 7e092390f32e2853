import type { Step, StepState } from '../../../shared/recipes.ts'
import type { NumberExpression } from '../../expression/types.ts'
import { numberText } from '../columnView.ts'
import type { Problem, WorkingColumn } from '../columns.ts'
import { between, quantileOf, shareEnd } from '../numbers/quantiles.ts'
import { elementwise, sortedNumbers } from './elementwise.ts'
import { columnFitter, type ExpressColumn, type Fitter } from './step.ts'

type BinStep = Extract<Step, { kind: 'bin' }>
export type BinOutput = Extract<StepState, { kind: 'bin' }>['output']

export interface FittedBins {
  name: string
  /** Between the intervals, ascending strictly; an edge is the first number of the interval above it. */
  edges: number[]
}

/**
 * Edges as scikit-learn's `KBinsDiscretizer` has them: of intervals of equal width over the range, or at the ends of
 * equal shares of the training rows (`averaged_inverted_cdf`), where equal ends are one. `null` for a column that is
 * not numeric or has no value at all, and for a 0/1 column that would become a category.
 */
function fitBins(step: BinStep, column: WorkingColumn): FittedBins | Problem | null {
  if (step.output === 'category' && column.kind === 'indicator') return null
  const sorted = sortedNumbers(column)
  if (sorted === null || sorted.length === 0) return null
  const { name } = column
  if (step.method === 'edges')
    return isAscending(step.edges) ? { name, edges: step.edges } : badEdges(step, column.from)
  const ends: number[] = []
  for (let part = 0; part <= step.bins; part++) {
    const end =
      step.method === 'equalCount'
        ? shareEnd(sorted, part, step.bins)
        : between(quantileOf(sorted, 0), quantileOf(sorted, 1), part / step.bins)
    if (end > (ends.at(-1) ?? -Infinity)) ends.push(end)
  }
  return { name, edges: ends.slice(1, -1) }
}

function isAscending(edges: readonly number[]): boolean {
  return edges.length > 0 && edges.every((edge, index) => edge > (edges[index - 1] ?? -Infinity))
}

function badEdges({ edges }: BinStep, column: string): Problem {
  return {
    kind: 'edgesNotAscending',
    column,
    message:
      edges.length === 0
        ? `There are no edges to divide “${column}” at.`
        : `The edges for “${column}” do not ascend: ${edges.join(', ')}.`,
    hint: 'Enter each edge once, the smallest first, or choose intervals of equal width or equal count.',
    remedies: [],
  }
}

export function expressBins({ edges }: FittedBins, output: BinOutput): ExpressColumn {
  const bin = (x: NumberExpression): NumberExpression => ({ op: 'bin', x, edges })
  if (output === 'number') return elementwise(bin)
  const to = intervalTexts(edges)
  const levels = to.map((_, index) => String(index))
  return (column) => {
    if (column.kind !== 'number') return [column]
    const { name, from } = column
    const text = { op: 'textOfNumber', x: bin(column.value) } as const
    return [{ kind: 'category', name, from, value: { op: 'mapText', text, levels, to, other: 'same' } }]
  }
}

/** Names of the intervals, each different. */
export function intervalTexts(edges: readonly number[]): string[] {
  const short = edges.map(numberText)
  const texts = new Set(short).size === edges.length ? short : edges.map(String)
  const [first] = texts
  if (first === undefined) return ['all']
  const inner = texts.slice(1).map((text, index) => `${texts[index] ?? ''} … ${text}`)
  return [`below ${first}`, ...inner, `${texts.at(-1) ?? ''} and above`]
}

export function binFitter(step: BinStep): Fitter {
  const { output } = step
  return columnFitter(
    (column) => fitBins(step, column),
    (fitted) => expressBins(fitted, output),
    (columns) => ({ kind: 'bin', output, columns }),
  )
}
