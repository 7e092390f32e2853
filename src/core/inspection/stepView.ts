import type { StepStage, SteppedParameter, UnitView } from '../../shared/workedSteps.ts'
import type { WorkedStep } from './workedStep.ts'

/** A dense layer with at most so many weights is told whole, to be drawn with every line. */
const MOST_DRAWN = 1024
/** So many of a unit's inputs and outputs are told. */
const MOST_LISTED = 1_000

/** Of a step of one row, what one member of the network makes of it, stage by stage. */
export function stepStages(step: WorkedStep, member: number): StepStage[] {
  return step.ops.map((op): StepStage => {
    const { kind, layer, activation } = op
    const weights = kind === 'dense' ? arrayOf(step, layer, 'weights', member) : null
    const drawn = weights !== null && weights.before.length <= MOST_DRAWN ? weights : null
    return {
      kind,
      layer,
      activation,
      outputs: ofMember(op, op.outputs, member),
      derivatives: op.derivatives === null ? null : ofMember(op, op.derivatives, member),
      weights: drawn === null ? null : Array.from(drawn.before),
      changes: drawn === null ? null : Array.from(drawn.after, (after, i) => after - (drawn.before[i] ?? 0)),
    }
  })
}

/**
 * What belongs to one unit of a stage.
 *
 * @param stage index of the stage
 * @param unit column of it
 */
export function unitView(step: WorkedStep, stage: number, unit: number, member: number): UnitView {
  const op = step.ops[stage]
  const before = step.ops[stage - 1]
  const view: UnitView = {
    incoming: [],
    rest: { count: 0, sum: 0 },
    bias: null,
    parameters: [],
    ...outgoing(step, stage, unit, member),
  }
  if (op === undefined) return view
  if (op.kind !== 'dense') return { ...view, parameters: ownParameters(step, stage, unit, member) }
  const weights = arrayOf(step, op.layer, 'weights', member)
  const biases = arrayOf(step, op.layer, 'biases', member)
  if (biases !== null) view.bias = parameterAt(biases, unit)
  if (weights === null || before === undefined) return view
  const at = (from: number) => from * weights.columns + unit
  const added = ofMember(before, before.outputs, member).map((input, from) => ({
    from,
    input,
    product: input * (weights.before[at(from)] ?? NaN),
  }))
  added.sort((a, b) => Math.abs(b.product) - Math.abs(a.product) || a.from - b.from)
  view.incoming = added
    .slice(0, MOST_LISTED)
    .map(({ from, input }) => ({ from, input, weight: parameterAt(weights, at(from)) }))
  const rest = added.slice(MOST_LISTED)
  view.rest = { count: rest.length, sum: rest.reduce((sum, { product }) => sum + product, 0) }
  return view
}

type Parameters = WorkedStep['parameters'][number]
type Op = WorkedStep['ops'][number]

/** The values of a step's only row for one member; what all members share is there once. */
function ofMember({ members, columns }: Op, values: Float64Array, member: number): number[] {
  const at = Math.min(member, members - 1) * columns
  // JSON knows no negative zero, such as a ReLU may give.
  return Array.from(values.subarray(at, at + columns), (value) => value + 0)
}

/** A layer has one such array, or one for each member. */
function arrayOf(step: WorkedStep, layer: readonly number[], name: string, member: number): Parameters | null {
  const place = layer.join('.')
  const arrays = step.parameters.filter((array) => array.name === name && array.layer.join('.') === place)
  return arrays[Math.min(member, arrays.length - 1)] ?? null
}

function parameterAt(array: Parameters, at: number): SteppedParameter {
  return {
    index: array.first + at,
    before: array.before[at] ?? NaN,
    gradient: array.gradients[at] ?? NaN,
    effective: array.effectiveGradients[at] ?? NaN,
    moments: array.moments.map(({ name, before, after }) => ({
      name,
      before: before[at] ?? NaN,
      after: after[at] ?? NaN,
    })),
    after: array.after[at] ?? NaN,
  }
}

/** The parameters of a layer that has one a column, such as a normalization. */
function ownParameters(step: WorkedStep, stage: number, unit: number, member: number): UnitView['parameters'] {
  const op = step.ops[stage]
  if (op === undefined || op.kind === 'activation') return []
  const place = op.layer.join('.')
  return step.parameters
    .filter((array) => array.layer.join('.') === place && array.columns === op.columns && array.name !== 'weights')
    .map((array) => ({
      name: array.name,
      parameter: parameterAt(array, Math.min(member, array.rows - 1) * array.columns + unit),
    }))
}

/** What a unit gives to the next dense layer, where that takes this stage's columns as they come. */
function outgoing(
  step: WorkedStep,
  stage: number,
  unit: number,
  member: number,
): Pick<UnitView, 'outgoing' | 'outgoingRest'> {
  const none = { outgoing: [], outgoingRest: { count: 0, sum: 0 } }
  const next = step.ops[stage + 1]
  if (next?.kind !== 'dense' || next.derivatives === null) return none
  const weights = arrayOf(step, next.layer, 'weights', member)
  if (weights === null) return none
  const all = ofMember(next, next.derivatives, member)
    .map((derivative, to) => ({ to, weight: weights.before[unit * weights.columns + to] ?? 0, derivative }))
    .sort((a, b) => Math.abs(b.weight * b.derivative) - Math.abs(a.weight * a.derivative) || a.to - b.to)
  const rest = all.slice(MOST_LISTED)
  const sum = rest.reduce((total, { weight, derivative }) => total + weight * derivative, 0)
  return { outgoing: all.slice(0, MOST_LISTED), outgoingRest: { count: rest.length, sum } }
}
