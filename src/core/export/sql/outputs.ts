import { middleQuantile, ninetyPercent } from '../../network/predictions.ts'
import { networkOutput } from '../../recipe/targetTransform.ts'
import { inOrder, type Program } from '../program/program.ts'
import type { Dialect } from './dialects.ts'
import { numberLiteral, real, textLiteral } from './literals.ts'
import { SqlExpressions } from './preparation.ts'
import type { Stages, Value } from './stages.ts'

/** Columns of a prediction: itself, then what stands beside it as `detailNames` has it. */
export function predictionColumns(dialect: Dialect, stages: Stages, program: Program, outputs: readonly Value[]) {
  const { target } = program
  return target.task === 'classification'
    ? classColumns(dialect, stages, target, outputs)
    : numberColumns(dialect, stages, program, target, outputs)
}

type Target = Program['target']

function classColumns(
  dialect: Dialect,
  stages: Stages,
  { classes, scores }: Extract<Target, { task: 'classification' }>,
  outputs: readonly Value[],
): Value[] {
  const [only] = outputs
  const first = scores === true ? '0.0' : '1.0'
  const byClass =
    classes.length === 2 && only !== undefined ? [stages.column(`${first} - ${only.sql}`, [only]), only] : outputs
  const most = stages.column(`${dialect.greatest}(${byClass.map(({ sql }) => sql).join(', ')})`, byClass)
  const cases = classes.map((label, k) => `WHEN ${byClass[k]?.sql ?? 'NULL'} THEN ${textLiteral(label)}`)
  return [stages.column(`CASE ${most.sql} ${cases.join(' ')} END`, [most, ...byClass]), ...byClass]
}

function numberColumns(
  dialect: Dialect,
  stages: Stages,
  { untransformed }: Program,
  { scale, offset, outputs: meaning }: Extract<Target, { task: 'regression' }>,
  outputs: readonly Value[],
): Value[] {
  const [first, second] = outputs
  const inUnit = (output: Value): Value => {
    const source = `${output.sql} * ${numberLiteral(scale, '')} + ${numberLiteral(offset, '')}`
    const learned = stages.column(real(source), [output])
    if (untransformed === null) return learned
    const writer = new SqlExpressions(dialect, stages, [], [])
    writer.given(networkOutput, learned)
    for (const expression of inOrder([untransformed])) writer.add(expression)
    return writer.of(untransformed)
  }
  if (meaning?.kind === 'gaussian' && first !== undefined && second !== undefined) {
    const value = inUnit(first)
    const deviation = stages.column(`${second.sql} * ${numberLiteral(scale, '')}`, [second])
    const reach = (sign: '+' | '-'): Value =>
      stages.column(`${value.sql} ${sign} ${ninetyPercent} * ${deviation.sql}`, [value, deviation])
    return [value, deviation, reach('-'), reach('+')]
  }
  const values = outputs.map(inUnit)
  if (meaning?.kind !== 'quantiles') return values.slice(0, 1)
  const sorted = inAscendingOrder(stages, values)
  return [...sorted.slice(middleQuantile(meaning.quantiles)).slice(0, 1), ...sorted]
}

/** The smaller of neighbours first, in as many rounds as there are values: odd-even transposition sort (Habermann, 1972). */
function inAscendingOrder(stages: Stages, values: readonly Value[]): Value[] {
  const sorted = [...values]
  for (let round = 0; round < values.length; round++) {
    for (let k = round % 2; k + 1 < values.length; k += 2) {
      const [a, b] = [sorted[k], sorted[k + 1]]
      if (a === undefined || b === undefined) continue
      const isOrdered = `CASE WHEN ${a.sql} <= ${b.sql} THEN`
      sorted[k] = stages.column(`${isOrdered} ${a.sql} ELSE ${b.sql} END`, [a, b])
      sorted[k + 1] = stages.column(`${isOrdered} ${b.sql} ELSE ${a.sql} END`, [a, b])
    }
  }
  return sorted
}
