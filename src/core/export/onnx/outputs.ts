import type { FittedRecipe } from '../../../shared/recipes.ts'
import { middleQuantile, ninetyPercent } from '../../network/predictions.ts'
import { inTargetUnit, networkOutput, untransformed } from '../../recipe/targetTransform.ts'
import { createEmitter } from './expressions/emitter.ts'
import type { GraphBuilder } from './graph.ts'
import { detailsOutput, predictionOutput } from './schema.ts'

type Target = FittedRecipe['target']
type NumberTarget = Extract<Target, { task: 'regression' }>
type ClassTarget = Extract<Target, { task: 'classification' }>

/** Above this ratio of the middle to the spread a float32 prediction would be off by more than 2e-5 of the target's spread. */
const largestFloatRatio = 2e-5 * 2 ** 24

/** Turns what the network gives into the file's outputs. Rows that are left out get NaN and the empty text. */
export function addOutputs(graph: GraphBuilder, values: string, leftOut: string | null, target: Target): void {
  if (target.task === 'regression') addNumberOutputs(graph, values, leftOut, target)
  else addClassOutputs(graph, values, leftOut, target)
}

function addNumberOutputs(graph: GraphBuilder, values: string, leftOut: string | null, target: NumberTarget): void {
  const centre = inTargetUnit(target, [0])[0] ?? 0
  const type = Math.abs(centre) / target.std > largestFloatRatio ? 'double' : 'float'
  const kept = (numbers: string): string => {
    const shown = leftOut === null ? numbers : graph.operator('Where', [leftOut, graph.doubles([NaN]), numbers])
    return type === 'double' ? shown : graph.cast(shown, 'float')
  }
  const column = (numbers: string, index: number): string =>
    graph.operator('Gather', [numbers, graph.integers([index])], { axis: { int: 1 } })
  const { value, details } = numbersOf(graph, graph.cast(values, 'double'), target, column)
  const flat = graph.operator('Squeeze', [kept(value), graph.integers([1])])
  graph.output(flat, predictionOutput, type, [null], `The predicted “${target.name}”, in its own unit.`)
  if (details !== null) {
    graph.output(kept(details.value), detailsOutput(target), type, [null, details.width], details.text)
  }
}

/** The prediction, double [N, 1], and what is known beyond it, double [N, width], in the target's unit. */
function numbersOf(
  graph: GraphBuilder,
  values: string,
  { scale, offset, transform, outputs }: NumberTarget,
  column: (numbers: string, index: number) => string,
): { value: string; details: { value: string; width: number; text: string } | null } {
  const learned = graph.operator('Add', [
    graph.operator('Mul', [values, graph.doubles([scale])]),
    graph.doubles([offset]),
  ])
  const emitter = createEmitter(graph, new Map(), [[networkOutput, learned]])
  const inUnit = transform === undefined ? learned : emitter.number(untransformed(transform, networkOutput))
  switch (outputs?.kind) {
    case undefined:
      return { value: inUnit, details: null }
    case 'quantiles': {
      const { quantiles } = outputs
      const width = quantiles.length
      const sorted = graph.operators('TopK', [inUnit, graph.integers([width])], 2, { largest: { int: 0 } })[0] ?? inUnit
      const text = `The quantiles ${quantiles.join(', ')}, in order.`
      return { value: column(sorted, middleQuantile(quantiles)), details: { value: sorted, width, text } }
    }
    case 'gaussian': {
      const value = column(inUnit, 0)
      const deviation = graph.operator('Mul', [column(values, 1), graph.doubles([scale])])
      const reach = graph.operator('Mul', [deviation, graph.doubles([ninetyPercent])])
      const ends = [graph.operator('Sub', [value, reach]), graph.operator('Add', [value, reach])]
      const details = graph.operator('Concat', [deviation, ...ends], { axis: { int: 1 } })
      const text = 'Standard deviation, then lower and upper end of the middle 90 %.'
      return { value, details: { value: details, width: 3, text } }
    }
  }
}

function addClassOutputs(graph: GraphBuilder, values: string, leftOut: string | null, target: ClassTarget): void {
  const { classes, scores } = target
  const byClass = classes.length === 2 ? addTwoClasses(graph, values, scores === true ? 0 : 1) : values
  const best = graph.operator('ArgMax', [byClass], { axis: { int: 1 }, keepdims: { int: 0 } })
  const label = graph.operator('Gather', [graph.strings(classes, [classes.length]), best])
  const keptLabel =
    leftOut === null
      ? label
      : graph.operator('Where', [
          graph.operator('Squeeze', [leftOut, graph.integers([1])]),
          graph.strings([''], [1]),
          label,
        ])
  const keptNumbers = leftOut === null ? byClass : graph.operator('Where', [leftOut, graph.floats([NaN]), byClass])
  graph.output(keptLabel, predictionOutput, 'string', [null], 'The most probable class.')
  const what = scores === true ? 'The score (no probability) of each class' : 'The probability of each class'
  const listed = `${classes.slice(0, 20).join(', ')}${classes.length > 20 ? ', …' : ''}`
  graph.output(keptNumbers, detailsOutput(target), 'float', [null, classes.length], `${what}: ${listed}.`)
}

/** The one output p is the second class's; the first has the rest of the whole. */
function addTwoClasses(graph: GraphBuilder, second: string, whole: 0 | 1): string {
  const first = graph.operator('Sub', [graph.floats([whole]), second])
  return graph.operator('Concat', [first, second], { axis: { int: 1 } })
}
