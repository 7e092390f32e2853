import type { Remedy } from '../../../shared/datasets.ts'
import type { Step } from '../../../shared/recipes.ts'
import { binary, constant, less, unary, where } from '../../expression/build.ts'
import { numberText } from '../columnView.ts'
import { ignoreRemedy, type Problem, type WorkingColumn } from '../columns.ts'
import { elementwise } from './elementwise.ts'
import { columnFitter, type ExpressColumn, type FitContext, type Fitter } from './step.ts'

type Log1pStep = Extract<Step, { kind: 'log1p' }>

export interface FittedLog1p {
  name: string
  signed: boolean
}

/** A problem where a training row has a number that has no logarithm; `null` for a column that is not numeric. */
function fitLog1p(step: Log1pStep, column: WorkingColumn, { rows }: FitContext): FittedLog1p | Problem | null {
  const { name } = column
  const { signed } = step
  switch (column.kind) {
    case 'number': {
      const at = signed ? -1 : column.values.findIndex((value) => value <= -1)
      return at < 0 ? { name, signed } : noLogarithm(step, column, column.values[at] ?? NaN, rows[at])
    }
    case 'indicator': {
      const least = Math.min(column.on, column.off)
      return signed || least > -1 ? { name, signed } : noLogarithm(step, column, least)
    }
    case 'category':
    case 'date':
    case 'index':
      return null
  }
}

function noLogarithm(
  { id, columns }: Log1pStep,
  { name, from: column }: WorkingColumn,
  value: number,
  row?: number,
): Problem {
  const where = row === undefined ? '' : ` in row ${row + 1}`
  return {
    kind: 'noLogarithm',
    column,
    message: `“${column}” is ${numberText(value)}${where}, and log(1 + x) needs numbers above -1.`,
    hint: `Choose the signed logarithm or Yeo-Johnson for “${column}”, or leave it out of this step.`,
    remedies: [
      { kind: 'editStep', label: 'Take the signed logarithm', step: id, settings: { signed: true } },
      ...(Array.isArray(columns) && columns.length > 1 ? [withoutColumn(id, columns, name)] : []),
      ignoreRemedy(column),
    ],
  }
}

function withoutColumn(id: string, columns: readonly string[], name: string): Remedy {
  const settings = { columns: columns.filter((other) => other !== name) }
  return { kind: 'editStep', label: `Leave “${name}” out of this step`, step: id, settings }
}

/** log(1 + x), missing for x of -1 or less; signed, sign(x) log(1 + |x|). */
export function expressLog1p({ signed }: FittedLog1p): ExpressColumn {
  return elementwise((x) => {
    if (signed) return binary('multiply', unary('sign', x), unary('logarithm1Plus', unary('absolute', x)))
    return where(less(constant(-1), x), unary('logarithm1Plus', x), constant(NaN))
  })
}

export function log1pFitter(step: Log1pStep): Fitter {
  return columnFitter(
    (column, context) => fitLog1p(step, column, context),
    expressLog1p,
    (columns) => ({ kind: 'log1p', columns }),
  )
}
