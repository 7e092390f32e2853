import { middleQuantile, ninetyPercent } from '../../network/predictions.ts'
import { networkOutput } from '../../recipe/targetTransform.ts'
import { inOrder, type Program } from '../program/program.ts'
import { numberLiteral, textLiteral, type ModuleWriter } from './module.ts'
import { JavaScriptExpressions } from './preparation.ts'

type Target = Program['target']

/** What a prediction looks like, in JSDoc's terms. */
export function predictionType(target: Target): string {
  if (target.task === 'classification') {
    return `{ prediction: string | null, ${beside(target)}: Record<string, number> | null }`
  }
  const more = target.outputs === undefined ? '' : ', details: Record<string, number> | null'
  return `{ prediction: number | null${more} }`
}

/** Lines that return the prediction, or that there is none. */
export function missingLine(target: Target): string {
  if (target.task === 'classification') return `return { prediction: null, ${beside(target)}: null }`
  return target.outputs === undefined ? 'return { prediction: null }' : 'return { prediction: null, details: null }'
}

/** Lines from `outputs` to the returned prediction. */
export function outputLines(module: ModuleWriter, program: Program): string[] {
  const { target } = program
  return target.task === 'classification' ? classLines(module, target) : numberLines(module, program, target)
}

function beside(target: Extract<Target, { task: 'classification' }>): string {
  return target.scores === true ? 'scores' : 'probabilities'
}

function classLines(module: ModuleWriter, target: Extract<Target, { task: 'classification' }>): string[] {
  const classes = module.constant('classes', target.classes, () => `[${target.classes.map(textLiteral).join(', ')}]`)
  const whole = target.scores === true ? 0 : 1
  const byClass = target.classes.length === 2 ? `[${whole} - outputs[0], outputs[0]]` : 'Array.from(outputs)'
  return [
    `const byClass = ${byClass}`,
    'const best = byClass.indexOf(Math.max(...byClass))',
    `const ${beside(target)} = Object.fromEntries(byClass.map((value, k) => [${classes}[k], value]))`,
    `return { prediction: ${classes}[best], ${beside(target)} }`,
  ]
}

function numberLines(
  module: ModuleWriter,
  { untransformed }: Program,
  { scale, offset, outputs }: Extract<Target, { task: 'regression' }>,
): string[] {
  const unscaled = `x * ${numberLiteral(scale)} + ${numberLiteral(offset)}`
  const lines = [`const inUnit = Array.from(outputs, (x) => ${unscaled})`]
  if (untransformed !== null) {
    const writer = new JavaScriptExpressions(module, [])
    writer.given(networkOutput, 'learned')
    for (const expression of inOrder([untransformed])) writer.add(expression)
    lines[0] = `const inUnit = Array.from(outputs, (x) => {`
    lines.push(`  const learned = ${unscaled}`, ...writer.lines.map((line) => `  ${line}`))
    lines.push(`  return ${writer.of(untransformed)}`, '})')
  }
  switch (outputs?.kind) {
    case undefined:
      return [...lines, 'return { prediction: inUnit[0] }']
    case 'quantiles': {
      const { quantiles } = outputs
      const named = quantiles.map((q, k) =>
        `quantile_${q}: inUnit[${k}]`.replace(/^[^:]+/, (name) => textLiteral(name)),
      )
      return [
        ...lines,
        'inUnit.sort((a, b) => a - b)',
        `return { prediction: inUnit[${middleQuantile(quantiles)}], details: { ${named.join(', ')} } }`,
      ]
    }
    case 'gaussian':
      return [
        ...lines,
        `const deviation = outputs[1] * ${numberLiteral(scale)}`,
        `const reach = ${ninetyPercent} * deviation`,
        'const details = {',
        '  standard_deviation: deviation,',
        '  lower_90: inUnit[0] - reach,',
        '  upper_90: inUnit[0] + reach,',
        '}',
        'return { prediction: inUnit[0], details }',
      ]
  }
}
