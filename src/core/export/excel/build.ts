import { workbookParts, sheetPath } from '../../workbook/parts.ts'
import { columnLetters } from '../../workbook/sheetXml.ts'
import { detailNames, middleQuantile, ninetyPercent } from '../../network/predictions.ts'
import type { MatrixColumn } from '../../recipe/matrixColumns.ts'
import { networkOutput } from '../../recipe/targetTransform.ts'
import { aboutOf, commented } from '../program/about.ts'
import { expressionOf, inOrder, type Program } from '../program/program.ts'
import type { Provenance } from '../program/provenance.ts'
import { unsayable } from '../program/refusal.ts'
import type { TestVector } from '../program/vectors.ts'
import { ConstantSheet, numberFormula, RecordSheet, sheetXml, smaller, type Cell } from './grids.ts'
import { networkColumns } from './network.ts'
import { daysTo1970, ExcelExpressions, rounded, type PreparationSheets } from './preparation.ts'

export interface ExcelRequest {
  program: Program
  provenance: Provenance
  vectors: readonly TestVector[]
}

/** Cells with a formula that a workbook may have, so that a program answers while one types. */
const mostFormulas = 500_000

/**
 * The parts of an Excel workbook, by path, that predicts with live formulas alone: on its first sheet one types values into a row
 * and reads the prediction beside them. Row 2 is there to be typed into; those below are the test rows, with what Descent
 * predicts of them in the last column. Formulas are those that Excel 2010 and LibreOffice have alike.
 *
 * Errors: `unusable-input` for a model that formulas cannot say, or that is too large for them.
 */
export function buildExcel({ program, provenance, vectors }: ExcelRequest): { path: string; xml: string }[] {
  const { inputs, expressions, leftOut, matrix, network, target } = program
  const [preparation, layers] = [new RecordSheet('Preparation'), new RecordSheet('Network')]
  const [tables, weights] = [new ConstantSheet('Tables'), new ConstantSheet('Weights')]
  const places = new Map(inputs.map(({ name }, place) => [name, place]))
  const sheets: PreparationSheets = {
    sheet: preparation,
    tables,
    rawCell: (column) => `Predict!${columnLetters(places.get(column) ?? 0)}{r}`,
  }
  const writer = new ExcelExpressions(sheets, inputs, expressions)
  for (const expression of expressions) writer.add(expression)
  for (const [k, column] of matrix.entries()) {
    layers.add(`number ${k + 1}`, matrixFormula(column, writer.of(expressionOf(column))))
  }
  const isComplete = `COUNT(${layers.range(0, matrix.length)})=${matrix.length}`
  const isPredicted = leftOut === null ? isComplete : `AND(${isComplete},NOT(${writer.of(leftOut)}))`
  const outputs = networkColumns(layers, weights, network)
  const columns = predictionFormulas(program, sheets, layers, outputs)
  const records = 1 + vectors.length
  const formulas = records * (preparation.width + layers.width)
  if (formulas > mostFormulas) {
    throw unsayable('Excel', `the workbook would have ${formulas} formulas, and ${mostFormulas} is the limit`, smaller)
  }
  const names = ['prediction', ...detailNames(target)]
  const rows = [vectors[0] ?? null, ...vectors].map((vector, index): Cell[] => [
    ...inputs.map(({ name, kind }): Cell => {
      const value = vector?.row[name] ?? null
      if (kind !== 'date') return value
      return { moment: typeof value === 'number' ? value + daysTo1970 : null }
    }),
    ...columns.map((formula) => ({ formula: `IF(${isPredicted},${formula},"")`.replaceAll('{r}', String(index + 2)) })),
    index === 0 ? null : (vector?.prediction ?? null),
  ])
  const titles = [...inputs.map(({ name }) => name), ...names, 'prediction by Descent']
  const all: [string, Cell[][]][] = [
    ['Predict', [titles, ...rows]],
    ['About', aboutRows(program, provenance)],
    [preparation.name, preparation.rows(records)],
    [layers.name, layers.rows(records)],
    [tables.name, tables.rows],
    [weights.name, weights.rows],
  ]
  return [
    ...workbookParts(
      all.map(([name]) => name),
      { dates: true },
    ),
    ...all.map(([, cells], k) => ({ path: sheetPath(k + 1), xml: sheetXml(cells, k !== 1 && k < 4) })),
  ]
}

function matrixFormula(column: MatrixColumn, value: string): string {
  if (column.kind !== 'indicator') return rounded(value)
  const { code, on, off } = column.indicator
  return `IF(${value}=${numberFormula(code)},${numberFormula(Math.fround(on))},${numberFormula(Math.fround(off))})`
}

/** The formulas of a prediction and of what stands beside it, as `detailNames` has it. */
function predictionFormulas(
  { target, untransformed }: Program,
  sheets: PreparationSheets,
  layers: RecordSheet,
  outputs: { from: number; width: number },
): string[] {
  const at = (k: number): string => layers.at(outputs.from + k)
  const all = Array.from({ length: outputs.width }, (_, k) => at(k))
  if (target.task === 'classification') {
    const byClass = target.classes.length === 2 ? [`${target.scores === true ? 0 : 1}-${at(0)}`, at(0)] : all
    const from = layers.width
    for (const formula of byClass) layers.add('class', formula)
    const range = layers.range(from, byClass.length)
    const labels = sheets.tables.addColumn(target.classes)
    return [`INDEX(${labels},MATCH(MAX(${range}),${range},0))`, ...byClass.map((_, k) => layers.at(from + k))]
  }
  const { scale, offset, outputs: meaning } = target
  const inUnit = (output: string): string => {
    const learned = layers.add('learned', `${output}*${numberFormula(scale)}+${numberFormula(offset)}`)
    if (untransformed === null) return learned
    const expressions = inOrder([untransformed])
    const writer = new ExcelExpressions({ ...sheets, sheet: layers }, [], expressions)
    writer.given(networkOutput, learned)
    for (const expression of expressions) writer.add(expression)
    return writer.of(untransformed)
  }
  if (meaning?.kind === 'gaussian') {
    const value = inUnit(at(0))
    const deviation = `${at(1)}*${numberFormula(scale)}`
    return [value, deviation, `${value}-${ninetyPercent}*${deviation}`, `${value}+${ninetyPercent}*${deviation}`]
  }
  const values = all.map(inUnit)
  if (meaning?.kind !== 'quantiles') return values.slice(0, 1)
  const from = layers.width
  for (const value of values) layers.add('quantile', value)
  const sorted = values.map((_, k) => `SMALL(${layers.range(from, values.length)},${k + 1})`)
  return [...sorted.slice(middleQuantile(meaning.quantiles)).slice(0, 1), ...sorted]
}

function aboutRows(program: Program, provenance: Provenance): Cell[][] {
  return [
    [
      `Predicts ${commented(program.target.name)}. Written by Descent ${provenance.version} from the run ${commented(provenance.runName)}.`,
    ],
    ['Type values into row 2 of the sheet Predict, and read the prediction beside them. An empty cell is missing.'],
    [
      'The rows below are test rows, which the model has not learned from; the last column is what Descent predicts of them.',
    ],
    ['For more rows, fill the last row of Predict, Preparation and Network down.'],
    ...program.inputs.map(({ name, kind }): Cell[] => [
      `${commented(name)}: ${kind}${kind === 'date' ? ', in UTC' : ''}`,
    ]),
    ...Object.entries(aboutOf(program, provenance)).map(([name, value]): Cell[] => [
      name,
      typeof value === 'string' ? value : JSON.stringify(value),
    ]),
  ]
}
