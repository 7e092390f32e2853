import { detailNames } from '../../network/predictions.ts'
import { expressionOf, type Program } from '../program/program.ts'
import type { MatrixColumn } from '../../recipe/matrixColumns.ts'
import { aboutOf, commented } from '../program/about.ts'
import type { Provenance } from '../program/provenance.ts'
import type { TestVector } from '../program/vectors.ts'
import { ModuleWriter, numberLiteral, textLiteral } from './module.ts'
import { networkLines } from './network.ts'
import { missingLine, outputLines, predictionType } from './outputs.ts'
import { JavaScriptExpressions } from './preparation.ts'

/** What a module is written of. */
export interface JavaScriptRequest {
  program: Program
  provenance: Provenance
  vectors: readonly TestVector[]
}

/**
 * A JavaScript module (ES2020, no dependencies, typed by JSDoc) that predicts one row with the whole preparation inside:
 * `predict(row)`; `inputs` and `about` say what it takes and where it is from, `selfCheck()` runs the test vectors that
 * it carries.
 */
export function buildJavaScript({ program, provenance, vectors }: JavaScriptRequest): string {
  const module = new ModuleWriter()
  const lines = predictLines(module, program)
  const { target } = program
  const type = predictionType(target)
  return [
    header(program, provenance),
    `/**
 * What the model takes, by name: numbers, texts, or dates (days since 1970-01-01 UTC, a Date, or a text in ISO order).
 * A value that is null, undefined or '' is missing.
 */
export const inputs = ${listed(program.inputs.map(({ name, kind }) => `{ name: ${textLiteral(name)}, kind: '${kind}' }`))}`,
    `/** Where the model comes from. */
export const about = ${JSON.stringify(aboutOf(program, provenance), null, 2)}`,
    `/** Rows that the model has not learned from, with what Descent predicts of them. */
export const testVectors = ${listed(vectors.map((vector) => vectorSource(vector, program)))}`,
    `/**
 * @param {Record<string, unknown>} row raw values by the names of \`inputs\`
 * @returns {${type}} without a prediction (null) where the row lacks a value that the network needs
 */
export function predict(row) {
${indented(lines)}
}`,
    `/**
 * Predicts the test vectors again.
 * @returns {number} the largest difference of a number; Infinity where a prediction is another one or missing
 */
export function selfCheck() {
  return Math.max(0, ...testVectors.map(({ row, expected }) => difference(predict(row), expected)))
}

function difference(found, expected) {
  if (expected === null || found === null) return expected === found ? 0 : Infinity
  if (typeof expected === 'number') return Number.isNaN(found) ? Infinity : Math.abs(found - expected)
  if (typeof expected === 'string') return expected === found ? 0 : Infinity
  return Math.max(0, ...Object.keys(expected).map((key) => difference(found[key] ?? null, expected[key])))
}`,
    ...module.helpers(),
    module.constants().join('\n'),
  ]
    .join('\n\n')
    .concat('\n')
}

function predictLines(module: ModuleWriter, program: Program): string[] {
  const { expressions, leftOut, matrix, network, target } = program
  const writer = new JavaScriptExpressions(module, program.inputs)
  for (const expression of expressions) writer.add(expression)
  const missing = missingLine(target)
  return [
    ...writer.lines,
    ...(leftOut === null ? [] : [`if (${writer.of(leftOut)}) ${missing}`]),
    'const matrix = [',
    ...matrix.map((column) => `  ${matrixSource(column, writer)},`),
    ']',
    `if (!matrix.every(Number.isFinite)) ${missing}`,
    ...networkLines(module, network),
    ...outputLines(module, program),
  ]
}

function matrixSource(column: MatrixColumn, writer: JavaScriptExpressions): string {
  const value = writer.of(expressionOf(column))
  if (column.kind !== 'indicator') return `Math.fround(${value})`
  const { code, on, off } = column.indicator
  return `${value} === ${code} ? ${numberLiteral(Math.fround(on))} : ${numberLiteral(Math.fround(off))}`
}

function header({ target }: Program, { version, runName }: Provenance): string {
  return `/*
 * Predicts ${commented(target.name)}. Written by Descent ${version} from the run ${commented(runName)}.
 * The whole preparation is inside: raw values go in, a prediction comes out. Run selfCheck() to see that it works here.
 */`
}

function vectorSource({ row, prediction, details }: TestVector, { target }: Program): string {
  const named = Object.fromEntries(
    detailNames(target).map((name, k) => [
      target.task === 'classification' ? (target.classes[k] ?? name) : name,
      details[k] ?? null,
    ]),
  )
  const key = target.task === 'regression' ? 'details' : target.scores === true ? 'scores' : 'probabilities'
  const hasDetails = detailNames(target).length > 0
  const expected = { prediction, ...(hasDetails ? { [key]: prediction === null ? null : named } : {}) }
  return JSON.stringify({ row, expected }).replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029')
}

function listed(items: readonly string[]): string {
  return items.length === 0 ? '[]' : `[\n${items.map((item) => `  ${item},`).join('\n')}\n]`
}

function indented(lines: readonly string[]): string {
  return lines.map((line) => line.replaceAll(/^/gm, '  ')).join('\n')
}
