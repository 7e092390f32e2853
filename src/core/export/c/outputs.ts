import { detailNames, middleQuantile, ninetyPercent } from '../../network/predictions.ts'
import { networkOutput } from '../../recipe/targetTransform.ts'
import { inOrder, type Program } from '../program/program.ts'
import { numberLiteral, nameComment, type HeaderWriter } from './module.ts'
import { CExpressions } from './preparation.ts'

type Target = Program['target']

/** The type of a prediction, with the classes that it names. */
export function predictionSource(module: HeaderWriter, target: Target): string {
  const { prefix, macro } = module.names
  if (target.task === 'classification') {
    const beside = target.scores === true ? 'scores' : 'probabilities'
    const classes = target.classes.map((label) => module.text(label)).join(', ')
    return `#define ${macro}_CLASSES ${target.classes.length}
static const char *const ${prefix}_class_names[${macro}_CLASSES] = {${classes}};

typedef struct {
  int class_index;
  const char *class_name;
  /* One a class, in the order of ${prefix}_class_names. */
  double ${beside}[${macro}_CLASSES];
} ${prefix}_prediction;`
  }
  const details = detailNames(target)
  const beside =
    details.length === 0 ? '' : `\n  /* In this order: ${details.join(', ')}. */\n  double details[${details.length}];`
  return `typedef struct {
  /* ${nameComment(target.name)} */
  double value;${beside}
} ${prefix}_prediction;`
}

/** Statements from `outputs` to `prediction`. */
export function outputLines(module: HeaderWriter, program: Program): string[] {
  const { target } = program
  return target.task === 'classification' ? classLines(module, target) : numberLines(module, program, target)
}

function classLines(module: HeaderWriter, target: Extract<Target, { task: 'classification' }>): string[] {
  const { prefix, macro } = module.names
  const beside = `prediction->${target.scores === true ? 'scores' : 'probabilities'}`
  const two = [`${beside}[0] = ${target.scores === true ? '0.0' : '1.0'} - outputs[0];`, `${beside}[1] = outputs[0];`]
  const all = `for (int k = 0; k < ${macro}_CLASSES; k++) ${beside}[k] = outputs[k];`
  return [
    ...(target.classes.length === 2 ? two : [all]),
    'prediction->class_index = 0;',
    `for (int k = 1; k < ${macro}_CLASSES; k++) {`,
    `  if (${beside}[k] > ${beside}[prediction->class_index]) prediction->class_index = k;`,
    '}',
    `prediction->class_name = ${prefix}_class_names[prediction->class_index];`,
  ]
}

function numberLines(
  module: HeaderWriter,
  { untransformed, network }: Program,
  { scale, offset, outputs }: Extract<Target, { task: 'regression' }>,
): string[] {
  const deviation = `outputs[1] * ${numberLiteral(scale)}`
  const unscaled = `outputs[k] * ${numberLiteral(scale)} + ${numberLiteral(offset)}`
  const untransforming = new CExpressions(module, [], [])
  untransforming.given(networkOutput, 'learned')
  if (untransformed !== null) for (const expression of inOrder([untransformed])) untransforming.add(expression)
  const inUnit = untransformed === null ? 'learned' : untransforming.of(untransformed)
  const lines = [
    ...(outputs?.kind === 'gaussian' ? [`const double deviation = ${deviation};`] : []),
    `for (int k = 0; k < ${network.outputs}; k++) {`,
    `  const double learned = ${unscaled};`,
    ...untransforming.lines.map((line) => `  ${line}`),
    `  outputs[k] = ${inUnit};`,
    '}',
  ]
  switch (outputs?.kind) {
    case undefined:
      return [...lines, 'prediction->value = outputs[0];']
    case 'quantiles':
      return [
        ...lines,
        `for (int k = 1; k < ${network.outputs}; k++) {`,
        '  const double quantile = outputs[k];',
        '  int at = k;',
        '  for (; at > 0 && outputs[at - 1] > quantile; at--) outputs[at] = outputs[at - 1];',
        '  outputs[at] = quantile;',
        '}',
        `for (int k = 0; k < ${network.outputs}; k++) prediction->details[k] = outputs[k];`,
        `prediction->value = outputs[${middleQuantile(outputs.quantiles)}];`,
      ]
    case 'gaussian':
      return [
        ...lines,
        'prediction->value = outputs[0];',
        'prediction->details[0] = deviation;',
        `prediction->details[1] = outputs[0] - ${ninetyPercent} * deviation;`,
        `prediction->details[2] = outputs[0] + ${ninetyPercent} * deviation;`,
      ]
  }
}
