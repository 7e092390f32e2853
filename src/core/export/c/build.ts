import { aboutOf } from '../program/about.ts'
import { expressionOf, type Program } from '../program/program.ts'
import type { Provenance } from '../program/provenance.ts'
import type { TestVector } from '../program/vectors.ts'
import type { MatrixColumn } from '../../recipe/matrixColumns.ts'
import { HeaderWriter, numberLiteral, nameComment } from './module.ts'
import { namesOf } from './names.ts'
import { networkLines } from './network.ts'
import { outputLines, predictionSource } from './outputs.ts'
import { CExpressions } from './preparation.ts'
import { selfCheckSource } from './selfCheck.ts'

export interface CRequest {
  program: Program
  provenance: Provenance
  vectors: readonly TestVector[]
}

/**
 * A header of C (C99 and later, C++ too; the standard library alone, no memory taken) that predicts one row with the
 * whole preparation inside: `PREFIX_predict(row, prediction)`. With PREFIX_SELF_CHECK_MAIN defined it is a program that runs
 * the test vectors it carries.
 */
export function buildC({ program, provenance, vectors }: CRequest): string {
  const names = namesOf(program)
  const module = new HeaderWriter(names)
  const prediction = predictionSource(module, program.target)
  const predict = predictSource(module, program)
  const selfCheck = selfCheckSource(module, program, vectors)
  const { prefix, macro } = names
  return [
    header(program, provenance, module),
    `#ifndef ${macro}_MODEL_H\n#define ${macro}_MODEL_H`,
    '#include <math.h>\n#include <stdint.h>\n#include <stdio.h>\n#include <stdlib.h>\n#include <string.h>',
    `/* What the model takes. Numbers, and dates as days since 1970-01-01 UTC: NAN is missing. Texts, in UTF-8: NULL and "" are. */
typedef struct {
${rowFields(module, program)}
} ${prefix}_row;`,
    prediction,
    ...module.helpers(),
    ...module.constants(),
    predict,
    selfCheck,
    '#endif',
  ]
    .join('\n\n')
    .concat('\n')
}

function rowFields(module: HeaderWriter, { inputs }: Program): string {
  if (inputs.length === 0) return '  char none;'
  return inputs
    .map(({ name, kind }) => {
      const type = kind === 'number' || kind === 'date' ? 'double ' : 'const char *'
      const field = module.names.field(name)
      const note = `${nameComment(name)}${kind === 'date' ? ', days since 1970-01-01' : ''}`
      return `  ${type}${field}; /* ${note} */`
    })
    .join('\n')
}

function predictSource(module: HeaderWriter, program: Program): string {
  const { expressions, leftOut, matrix, network } = program
  const { prefix } = module.names
  const writer = new CExpressions(module, program.inputs, expressions)
  for (const expression of expressions) writer.add(expression)
  const lines = [
    ...(program.inputs.length === 0 ? ['(void)row;'] : []),
    ...(writer.makesTexts ? [`${prefix}_texts texts;`, 'texts.used = 0;', 'texts.is_full = 0;'] : []),
    ...writer.lines.flatMap((line) => line.split('\n')),
    ...(writer.makesTexts ? ['if (texts.is_full) return -1;'] : []),
    ...(leftOut === null ? [] : [`if (${writer.of(leftOut)}) return 0;`]),
    '{',
    'const double matrix[] = {',
    ...matrix.map((column) => `  ${matrixSource(column, writer)},`),
    '};',
    `for (int k = 0; k < ${matrix.length}; k++) if (!isfinite(matrix[k])) return 0;`,
    ...networkLines(module, network),
    ...outputLines(module, program),
    'return 1;',
    '}',
  ]
  const full = writer.makesTexts
    ? `, -1 where the texts made of it take more than ${module.names.macro}_TEXT_BYTES`
    : ''
  return `/* Predicts a row: 1 where there is a prediction, 0 where the row lacks a value that the network needs${full}.
   The network takes ${network.inputs} numbers. */
static inline int ${prefix}_predict(const ${prefix}_row *row, ${prefix}_prediction *prediction) {
${lines.map((line) => `  ${line}`).join('\n')}
}`
}

function matrixSource(column: MatrixColumn, writer: CExpressions): string {
  const value = writer.of(expressionOf(column))
  if (column.kind !== 'indicator') return `(float)(${value})`
  const { code, on, off } = column.indicator
  return `(float)(${value} == ${numberLiteral(code)} ? ${numberLiteral(on)} : ${numberLiteral(off)})`
}

function header(program: Program, provenance: Provenance, module: HeaderWriter): string {
  const { macro, prefix } = module.names
  const about = JSON.stringify(aboutOf(program, provenance), null, 2)
  return `/*
 * Predicts ${nameComment(program.target.name)}. Written by Descent ${provenance.version} from the run ${nameComment(provenance.runName)}.
 * The whole preparation is inside: fill a ${prefix}_row and call ${prefix}_predict. One header of C99, C++ too, without
 * dependencies; link with -lm, and compile without -ffast-math, for NAN is what a missing number is.
 *
 *     cc -std=c99 -x c -D${macro}_SELF_CHECK_MAIN THIS_FILE.h -o check -lm && ./check
 *
 * shows that it works here as it did in Descent. About the model, as JSON:
 *
${about
  .replaceAll('*/', '\\u002a/')
  .replaceAll('/*', '/\\u002a')
  .split('\n')
  .map((line) => ` * ${line}`)
  .join('\n')}
 */`
}
