import { detailNames, middleQuantile, ninetyPercent } from '../../network/predictions.ts'
import { networkOutput } from '../../recipe/targetTransform.ts'
import { inOrder, type Program } from '../program/program.ts'
import { numberLiteral, textLiteral, type PythonWriter } from './module.ts'
import { PythonExpressions } from './preparation.ts'

type Target = Program['target']

/** Lines from `outputs` of the complete rows to `prediction` and `details` [rows, columns of `DETAILS`]. */
export function outputLines(module: PythonWriter, program: Program): string[] {
  const { target } = program
  return target.task === 'classification' ? classLines(target) : numberLines(module, program, target)
}

/** What a module is told of its outputs. */
export function outputConstants(target: Target): string[] {
  const details = `DETAILS = [${detailNames(target).map(textLiteral).join(', ')}]`
  if (target.task === 'regression') return [details]
  return [details, `CLASSES = np.array([${target.classes.map(textLiteral).join(', ')}], dtype=object)`]
}

function classLines({ classes, scores }: Extract<Target, { task: 'classification' }>): string[] {
  const whole = scores === true ? 0 : 1
  return [
    classes.length === 2 ? `details = np.concatenate([${whole} - outputs, outputs], axis=1)` : 'details = outputs',
    'prediction = CLASSES[details.argmax(axis=1)]',
  ]
}

function numberLines(
  module: PythonWriter,
  { untransformed }: Program,
  { scale, offset, outputs }: Extract<Target, { task: 'regression' }>,
): string[] {
  const lines = [`learned = outputs * ${numberLiteral(scale)} + ${numberLiteral(offset)}`]
  if (untransformed === null) lines.push('in_unit = learned')
  else {
    const writer = new PythonExpressions(module, [])
    writer.given(networkOutput, 'learned')
    for (const expression of inOrder([untransformed])) writer.add(expression)
    lines.push(...writer.lines, `in_unit = ${writer.of(untransformed)}`)
  }
  switch (outputs?.kind) {
    case undefined:
      return [...lines, 'prediction = in_unit[:, 0]', 'details = np.empty((len(prediction), 0))']
    case 'quantiles':
      return [
        ...lines,
        'details = np.sort(in_unit, axis=1)',
        `prediction = details[:, ${middleQuantile(outputs.quantiles)}]`,
      ]
    case 'gaussian':
      return [
        ...lines,
        'prediction = in_unit[:, 0]',
        `deviation = outputs[:, 1] * ${numberLiteral(scale)}`,
        `reach = ${ninetyPercent} * deviation`,
        'details = np.stack([deviation, prediction - reach, prediction + reach], axis=1)',
      ]
  }
}
