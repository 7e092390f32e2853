import { detailNames } from '../../network/predictions.ts'
import type { MatrixColumn } from '../../recipe/matrixColumns.ts'
import { aboutOf, commented } from '../program/about.ts'
import { expressionOf, type Program } from '../program/program.ts'
import type { Provenance } from '../program/provenance.ts'
import { unsayable } from '../program/refusal.ts'
import type { TestVector } from '../program/vectors.ts'
import type { Dialect } from './dialects.ts'
import { identifier, numberLiteral, real } from './literals.ts'
import { networkOutputs } from './network.ts'
import { predictionColumns } from './outputs.ts'
import { isFinite, SqlExpressions, toFloat32 } from './preparation.ts'
import { mostColumns, Stages, type Value } from './stages.ts'

export interface SqlRequest {
  program: Program
  provenance: Provenance
  vectors: readonly TestVector[]
  dialect: Dialect
}

/** The table of raw columns that the SELECT reads. */
export const inputTable = 'input_rows'
const rowNumber = 'descent_row'
/** Characters of a SELECT: as many as SQLite took in one statement by default until 2020, and others do today. */
const longest = 1_000_000
const smaller = 'Train a smaller network, or export as ONNX, Python, JavaScript or C, which have no such limit.'

/**
 * One SELECT that predicts the rows of a table with the whole preparation inside: the table's columns, then `descent_row` (the row's
 * number), `prediction`, and what stands beside it as `detailNames` has it; NULL where a row lacks a value that the network
 * needs. Needs SQLite 3.35 with its mathematical functions, or PostgreSQL 12.
 *
 * Errors: `unusable-input` for a model that SQL cannot say, or that is too large for one SELECT.
 */
export function buildSql({ program, provenance, vectors, dialect }: SqlRequest): string {
  const { network, matrix } = program
  const problem = dialect.problemOf([...program.inputs.map(({ name }) => name), rowNumber])
  if (problem !== null) throw unsayable('SQL', problem)
  const stages = new Stages()
  const inputs = preparedColumns(dialect, stages, program)
  stages.filter(inputs.map(({ sql }) => `${sql} IS NOT NULL`).join(' AND '), inputs)
  if (matrix.length > mostColumns || network.width > mostColumns) {
    throw unsayable(
      'SQL',
      `its network takes ${Math.max(matrix.length, network.width)} numbers, and a SELECT has ${mostColumns} columns at most`,
      smaller,
    )
  }
  const wanted = predictionColumns(dialect, stages, program, networkOutputs(dialect, stages, network, inputs))
  const source = selectSource(stages, program, wanted)
  if (source.text.length > longest || source.widest > mostColumns) {
    throw unsayable(
      'SQL',
      source.widest > mostColumns
        ? `it would need ${source.widest} columns at once, and a SELECT has ${mostColumns} at most`
        : `the SELECT would have ${source.text.length} characters, and ${longest} is the limit`,
      smaller,
    )
  }
  return `${header(program, provenance, vectors, dialect)}\n${source.text}\n`
}

function preparedColumns(dialect: Dialect, stages: Stages, program: Program): Value[] {
  const { expressions, leftOut, matrix } = program
  const writer = new SqlExpressions(dialect, stages, program.inputs, expressions)
  for (const expression of expressions) writer.add(expression)
  if (leftOut !== null) {
    const left = writer.of(leftOut)
    stages.filter(`NOT ${left.sql}`, [left])
  }
  return matrix.map((column) => {
    const value = writer.of(expressionOf(column))
    return stages.column(matrixSource(column, value.sql), [value])
  })
}

function matrixSource(column: MatrixColumn, value: string): string {
  if (column.kind !== 'indicator') return real(toFloat32(value))
  const { code, on, off } = column.indicator
  const [yes, no] = [on, off].map((number) => numberLiteral(Math.fround(number), ''))
  return real(`CASE WHEN ${value} = ${code} THEN ${yes} WHEN ${isFinite(value)} THEN ${no} END`)
}

function selectSource(stages: Stages, { target }: Program, wanted: readonly Value[]): { text: string; widest: number } {
  const { ctes, last, widest } = stages.source('source', rowNumber, wanted)
  const names = ['prediction', ...detailNames(target)]
  const columns = names.map((name, k) => `${last}.${wanted[k]?.sql ?? 'NULL'} AS ${identifier(name)}`)
  const source = `source AS MATERIALIZED (\n  SELECT ${inputTable}.*, row_number() OVER () AS ${rowNumber}\n  FROM ${inputTable}\n)`
  const text = `WITH ${[source, ...ctes].join(',\n')}
SELECT source.*,
  ${columns.join(',\n  ')}
FROM source LEFT JOIN ${last} ON ${last}.${rowNumber} = source.${rowNumber}
ORDER BY source.${rowNumber};`
  return { text, widest }
}

function header(program: Program, provenance: Provenance, vectors: readonly TestVector[], { name }: Dialect): string {
  const lines = [
    `Predicts ${commented(program.target.name)}. Written by Descent ${provenance.version} from the run ${commented(provenance.runName)}.`,
    `One SELECT for ${name}: put the name of your table for ${inputTable}. The whole preparation is inside.`,
    `It takes: ${program.inputs.map(({ name: column, kind }) => `${commented(column)} (${kind})`).join(', ')}.`,
    'NULL is missing; the prediction is NULL where a row lacks a value that the network needs.',
    `About the model: ${JSON.stringify(aboutOf(program, provenance))}`,
    ...vectors.map((vector) => `Test row (dates as days since 1970-01-01): ${JSON.stringify(vector)}`),
  ]
  return lines.map((line) => `-- ${line.replaceAll(/[\p{Cc}\u2028\u2029]/gu, ' ')}`).join('\n')
}
