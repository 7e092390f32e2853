import { detailNames } from '../../network/predictions.ts'
import { expressionOf, type Program } from '../program/program.ts'
import { aboutOf, commented } from '../program/about.ts'
import type { Provenance } from '../program/provenance.ts'
import type { TestVector } from '../program/vectors.ts'
import type { MatrixColumn } from '../../recipe/matrixColumns.ts'
import { numberLiteral, PythonWriter, textLiteral } from './module.ts'
import { networkLines } from './network.ts'
import { outputConstants, outputLines } from './outputs.ts'
import { PythonExpressions } from './preparation.ts'

export interface PythonRequest {
  program: Program
  provenance: Provenance
  vectors: readonly TestVector[]
}

/**
 * A Python module (3.9 and later, NumPy alone) that predicts any number of rows at once with the whole preparation
 * inside: `predict(rows)` takes columns by name (a dict of lists, or a pandas table); run as a program it predicts a CSV file;
 * `self_check()` runs the test vectors that it carries.
 */
export function buildPython({ program, provenance, vectors }: PythonRequest): string {
  const module = new PythonWriter()
  const lines = predictLines(module, program)
  return [
    header(program, provenance),
    'import base64\nimport csv\nimport datetime\nimport json\nimport sys\nimport unicodedata\n\nimport numpy as np',
    `#: What the model takes: names of columns with their kinds.
INPUTS = {${program.inputs.map(({ name, kind }) => `${textLiteral(name)}: "${kind}"`).join(', ')}}
#: Where the model comes from.
ABOUT = json.loads(${textLiteral(JSON.stringify(aboutOf(program, provenance)))})
#: What stands beside each prediction, in order.
${outputConstants(program.target).join('\n')}
#: Rows that the model has not learned from, with what Descent predicts of them.
TEST_VECTORS = json.loads(${textLiteral(JSON.stringify(vectors.map((vector) => vectorOf(vector, program))))})`,
    ...module.helpers().flatMap((source) => ['', source]),
    '',
    module.constants().join('\n'),
    predictSource(lines, program),
    checkSource,
    programSource,
  ]
    .join('\n\n')
    .concat('\n')
}

function predictSource(lines: readonly string[], { target }: Program): string {
  const empty = target.task === 'classification' ? 'np.full(count, None, dtype=object)' : 'np.full(count, np.nan)'
  return `
def predict(rows):
    """Predicts rows given as columns: a dict of sequences by name, or a pandas table. A column that is not there is missing.

    Numbers are numbers, dates days since 1970-01-01 UTC, datetimes or texts in ISO order; None, NaN and "" are missing.
    Returns (prediction, details): an array of N predictions, ${target.task === 'classification' ? 'None' : 'NaN'} where a row lacks a value that the network needs,
    and an array [N, ${detailNames(target).length}] of what DETAILS names, NaN there.
    """
    count = next((len(rows[name]) for name in INPUTS if name in rows), 0)
    with np.errstate(all="ignore"):
        matrix, complete = _prepared(rows, count)
        all_predictions = ${empty}
        all_details = np.full((count, ${detailNames(target).length}), np.nan)
        prediction, details = _network(matrix[complete])
    all_predictions[complete] = prediction
    all_details[complete] = details
    return all_predictions, all_details

${lines.join('\n')}`
}

function predictLines(module: PythonWriter, program: Program): string[] {
  const { expressions, leftOut, matrix, network } = program
  const writer = new PythonExpressions(module, program.inputs)
  for (const expression of expressions) writer.add(expression)
  return [
    '',
    'def _prepared(rows, count):',
    '    """The network\'s inputs [N, columns], and the rows that have them all."""',
    ...writer.lines.map((line) => `    ${line}`),
    '    columns = [',
    ...matrix.map((column) => `        ${matrixSource(column, writer)},`),
    '    ]',
    '    matrix = np.stack([np.broadcast_to(column, count) for column in columns], axis=1)',
    '    matrix = matrix.astype(np.float32).astype(np.float64)',
    `    complete = np.isfinite(matrix).all(axis=1)${leftOut === null ? '' : ` & ~${writer.of(leftOut)}`}`,
    '    return matrix, complete',
    '',
    '',
    'def _network(matrix):',
    ...networkLines(module, network).map((line) => `    ${line}`),
    ...outputLines(module, program).map((line) => `    ${line}`),
    '    return prediction, details',
  ]
}

function matrixSource(column: MatrixColumn, writer: PythonExpressions): string {
  const value = writer.of(expressionOf(column))
  if (column.kind !== 'indicator') return value
  const { code, on, off } = column.indicator
  return `np.where(${value} == ${code}, ${numberLiteral(on)}, ${numberLiteral(off)})`
}

function header({ target }: Program, { version, runName }: Provenance): string {
  return `"""Predicts ${commented(target.name)}. Written by Descent ${version} from the run ${commented(runName)}.

The whole preparation is inside: raw values go in, predictions come out. Needs Python 3.9 and NumPy.

    python THIS_FILE.py rows.csv predictions.csv

predicts a CSV file; self_check() shows that it works here as it did in Descent.
"""`
}

function vectorOf({ row, prediction, details }: TestVector, { target }: Program) {
  return { row, prediction, details: prediction === null ? detailNames(target).map(() => null) : details }
}

const checkSource = `
def self_check():
    """Predicts the test vectors again: the largest difference of a number, infinite where a prediction is another one."""
    if not TEST_VECTORS:
        return 0.0
    rows = {name: [vector["row"][name] for vector in TEST_VECTORS] for name in INPUTS}
    predictions, details = predict(rows)
    largest = 0.0
    for vector, prediction, beside in zip(TEST_VECTORS, predictions, details):
        expected = vector["prediction"]
        if expected is None or prediction is None or isinstance(expected, str):
            is_none = prediction is None or prediction != prediction
            if not is_none if expected is None else prediction != expected:
                return float("inf")
        else:
            largest = max(largest, abs(prediction - expected))
        gaps = [abs(a - b) for a, b in zip(beside, vector["details"]) if b is not None]
        largest = max([largest, *gaps])
    return float(largest)`

const programSource = `
def main(source, out):
    with open(source, newline="", encoding="utf-8-sig") as file:
        header, *body = list(csv.reader(file))
    rows = {name: [line[k] if k < len(line) else "" for line in body] for k, name in enumerate(header)}
    predictions, details = predict(rows)
    with open(out, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow([*header, "prediction", *DETAILS])
        for line, prediction, beside in zip(body, predictions, details):
            is_none = prediction is None or prediction != prediction
            shown = ["" if value != value else repr(float(value)) for value in beside]
            writer.writerow([*line, "" if is_none else prediction, *shown])


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(f"Usage: python {sys.argv[0]} rows.csv predictions.csv")
    main(sys.argv[1], sys.argv[2])`
