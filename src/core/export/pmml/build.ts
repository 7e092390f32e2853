import type { MatrixColumn } from '../../recipe/matrixColumns.ts'
import { aboutOf, commented } from '../program/about.ts'
import { expressionOf, type Program } from '../program/program.ts'
import type { Provenance } from '../program/provenance.ts'
import { unsayable } from '../program/refusal.ts'
import type { TestVector } from '../program/vectors.ts'
import { apply, field, known, number, when } from './expressions.ts'
import { columnFields, dateUnit, miningSchema, uniqueNames } from './fields.ts'
import { float32Definition, float32Function } from './functions.ts'
import { networkSums } from './network.ts'
import { isNeuron, Neurons, scaled, type Sum } from './neurons.ts'
import { PmmlExpressions, writable } from './preparation.ts'
import { modelVerification } from './verification.ts'
import { block, escaped, tag } from './xml.ts'

export interface PmmlRequest {
  program: Program
  provenance: Provenance
  vectors: readonly TestVector[]
}

export const pmmlNamespace = 'http://www.dmg.org/PMML-4_4'

/**
 * A PMML 4.4 document (Data Mining Group) with one NeuralNetwork: raw columns in, the preparation as derived fields, and the prediction as
 * `prediction` with, for classes, a probability each. A row that lacks a value that the network needs has a missing neural input, and so no
 * prediction. The test rows stand in the ModelVerification.
 *
 * Errors: `unusable-input` for a model that PMML cannot say, or that is too large for it.
 */
export function buildPmml({ program, provenance, vectors }: PmmlRequest): string {
  const { inputs, target } = program
  for (const { name } of [...inputs, target]) {
    if (writable(name) === '') throw unsayable('PMML', 'a column has no name')
  }
  const names = uniqueNames(program)
  const { derived, matrix } = preparedFields(program, names.prefix)
  const neurons = new Neurons()
  const outputs = outputNeurons(neurons, program, networkSums(neurons, program.network, matrix))
  const isClasses = target.task === 'classification'
  const model = block(
    'NeuralNetwork',
    {
      modelName: writable(provenance.runName),
      functionName: isClasses ? 'classification' : 'regression',
      algorithmName: 'Descent',
      activationFunction: 'identity',
      normalizationMethod: 'none',
      numberOfLayers: neurons.layers.length,
    },
    [
      miningSchema(program),
      block('Output', {}, outputFields(program, names.outputs)),
      block('LocalTransformations', {}, derived),
      block('NeuralInputs', { numberOfInputs: neurons.inputs.length }, neurons.inputs),
      ...neurons.layers,
      block('NeuralOutputs', { numberOfOutputs: outputs.length }, outputs),
      ...modelVerification(program, names.outputs, vectors),
    ],
  )
  const fields = columnFields(program)
  const root = block('PMML', { version: '4.4', xmlns: pmmlNamespace }, [
    header(program, provenance),
    block('DataDictionary', { numberOfFields: fields.length }, fields),
    tag('TransformationDictionary', {}, [float32Definition()]),
    model,
  ])
  return `<?xml version="1.0" encoding="UTF-8"?>\n${root}\n`
}

function header(program: Program, provenance: Provenance): string {
  const words = [
    `Predicts ${commented(program.target.name)}. Written by Descent ${provenance.version} from the run ${commented(provenance.runName)}.`,
    `The whole preparation is inside. Dates are ${dateUnit}.`,
    `About the model: ${JSON.stringify(aboutOf(program, provenance))}`,
  ]
  return block('Header', { description: words[0] ?? '' }, [
    tag('Application', { name: 'Descent', version: provenance.version }),
    ...words.slice(1).map((text) => tag('Annotation', {}, [escaped(writable(text))])),
  ])
}

/** The derived fields, and those of the matrix' columns. */
function preparedFields(program: Program, prefix: string): { derived: readonly string[]; matrix: string[] } {
  const { expressions, inputs, leftOut, matrix } = program
  const writer = new PmmlExpressions(prefix, inputs, expressions)
  for (const expression of expressions) writer.add(expression)
  const fields = matrix.map((column, k) => {
    const value = matrixValue(column, writer.value(expressionOf(column)))
    // A neural input that is missing leaves the row without a prediction.
    const source = k === 0 && leftOut !== null ? when(apply('not', writer.value(leftOut)), value) : value
    return { name: `${prefix}column${k + 1}`, source }
  })
  const type = { optype: 'continuous', dataType: 'double' }
  return {
    derived: [...writer.lines, ...fields.map(({ name, source }) => tag('DerivedField', { name, ...type }, [source]))],
    matrix: fields.map(({ name }) => name),
  }
}

function matrixValue(column: MatrixColumn, value: string): string {
  if (column.kind !== 'indicator') return apply(float32Function, value)
  const { code, on, off } = column.indicator
  const [yes, no] = [on, off].map((level) => number(Math.fround(level)))
  return when(known(value), when(apply('equal', value, number(code)), yes ?? '', no ?? ''))
}

/** What the network says, as neurons that the target's values belong to. */
function outputNeurons(neurons: Neurons, { target, untransformed }: Program, outputs: readonly Sum[]): string[] {
  const classes = target.task === 'classification' ? target.classes : null
  const sums =
    target.task === 'classification'
      ? classSums(target, outputs)
      : numberSums(neurons, target, untransformed !== null, outputs)
  const made = sums.every(isNeuron) ? sums : neurons.layer(sums, 'identity')
  return made.map(({ from }, k) => {
    const type =
      classes === null ? { optype: 'continuous', dataType: 'double' } : { optype: 'categorical', dataType: 'string' }
    const value =
      classes === null ? field(target.name) : tag('NormDiscrete', { field: target.name, value: classes[k] ?? '' })
    const derived = tag('DerivedField', type, [value])
    return tag('NeuralOutput', { outputNeuron: neurons.id(from[0] ?? 0) }, [derived])
  })
}

type Target = Program['target']

/** A probability a class; two classes have that of the second alone. */
function classSums(target: Extract<Target, { task: 'classification' }>, outputs: readonly Sum[]): readonly Sum[] {
  if (target.scores === true) {
    throw unsayable(
      'PMML',
      'its network gives scores (hinge loss), and a neural network of PMML gives probabilities',
      'Train with cross-entropy, or export as ONNX, Python, JavaScript or C.',
    )
  }
  return target.classes.length === 2 ? outputs.flatMap((p) => [scaled(p, -1, 1), p]) : outputs
}

/** The number in the target's unit. */
function numberSums(
  neurons: Neurons,
  target: Extract<Target, { task: 'regression' }>,
  isTransformed: boolean,
  outputs: readonly Sum[],
): readonly Sum[] {
  if (target.outputs !== undefined) {
    throw unsayable(
      'PMML',
      'its network predicts several numbers of a row, and a neural network of PMML predicts one',
      'Train with the mean squared error, or export as ONNX, Python, JavaScript or C.',
    )
  }
  const learned = outputs.map((y) => scaled(y, target.scale, target.offset))
  if (!isTransformed) return learned
  if (target.transform?.kind === 'log') return neurons.layer(learned, 'exponential')
  throw unsayable(
    'PMML',
    'it learned the target by its Yeo-Johnson transformation, which PMML’s neurons cannot turn back',
    'Learn the target as it is or as its logarithm, or export as ONNX, Python, JavaScript or C.',
  )
}

function outputFields({ target }: Program, names: readonly string[]): string[] {
  const isClasses = target.task === 'classification'
  const type = isClasses ? { optype: 'categorical', dataType: 'string' } : { optype: 'continuous', dataType: 'double' }
  const classes = isClasses ? target.classes : []
  return names.map((name, k) => {
    if (k === 0) return tag('OutputField', { name, ...type, targetField: target.name, feature: 'predictedValue' })
    const of = { targetField: target.name, feature: 'probability', value: classes[k - 1] ?? '' }
    return tag('OutputField', { name, optype: 'continuous', dataType: 'double', ...of })
  })
}
