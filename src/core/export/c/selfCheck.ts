import { detailNames } from '../../network/predictions.ts'
import type { Program } from '../program/program.ts'
import type { RawValue, TestVector } from '../program/vectors.ts'
import { numberLiteral, type HeaderWriter } from './module.ts'

/** Rows with what is to be predicted of them, and a function that predicts them again; a program where that is asked for. */
export function selfCheckSource(module: HeaderWriter, program: Program, vectors: readonly TestVector[]): string {
  const { prefix, macro } = module.names
  const numbers = 1 + detailNames(program.target).length
  const all = vectors.map((vector) => `  ${vectorSource(module, program, vector)},`)
  return `#if defined(${macro}_SELF_CHECK) || defined(${macro}_SELF_CHECK_MAIN)

/* Rows that the model has not learned from, with what Descent predicts of them: the class or number, then what stands beside it. */
static const struct {
  ${prefix}_row row;
  int is_predicted;
  double numbers[${numbers}];
} ${prefix}_vectors[${Math.max(1, all.length)}] = {
${all.length === 0 ? `  ${emptyVector(program, numbers)},` : all.join('\n')}
};

/* Predicts the test vectors again: the largest difference of a number, INFINITY where a prediction is another one or missing. */
static inline double ${prefix}_self_check(void) {
  double largest = 0.0;
  for (int i = 0; i < ${all.length}; i++) {
    ${prefix}_prediction found;
    const double *expected = ${prefix}_vectors[i].numbers;
    if (${prefix}_predict(&${prefix}_vectors[i].row, &found) != ${prefix}_vectors[i].is_predicted) return INFINITY;
    if (!${prefix}_vectors[i].is_predicted) continue;
    for (int k = 0; k < ${numbers}; k++) {
      const double difference = fabs(expected[k] - ${numberSource(program)});
      if (!(difference <= largest)) largest = isnan(difference) ? INFINITY : difference;
    }
  }
  return largest;
}

#endif

#ifdef ${macro}_SELF_CHECK_MAIN

int main(void) {
  const double difference = ${prefix}_self_check();
  printf("%d test vectors, largest difference %g\\n", ${all.length}, difference);
  return difference < ${numberLiteral(largestAllowed(vectors))} ? 0 : 1;
}

#endif`
}

/** What a self-check may differ by: rounding of float32, at the size of what is predicted. */
function largestAllowed(vectors: readonly TestVector[]): number {
  const sizes = vectors.map(({ prediction }) => (typeof prediction === 'number' ? Math.abs(prediction) : 0))
  return 1e-3 * Math.max(1, ...sizes)
}

function numberSource({ target }: Program): string {
  if (target.task === 'classification') {
    return `(k == 0 ? (double)found.class_index : found.${target.scores === true ? 'scores' : 'probabilities'}[k - 1])`
  }
  return detailNames(target).length === 0 ? 'found.value' : '(k == 0 ? found.value : found.details[k - 1])'
}

function vectorSource(module: HeaderWriter, { inputs, target }: Program, vector: TestVector): string {
  const fields = inputs.map(({ name, kind }) => rawSource(module, kind, vector.row[name] ?? null))
  const { prediction, details } = vector
  const number =
    typeof prediction === 'string' && target.task === 'classification' ? target.classes.indexOf(prediction) : prediction
  const numbers = prediction === null ? ['0.0'] : [Number(number), ...details].map(numberLiteral)
  return `{{${fieldsSource(fields)}}, ${prediction === null ? 0 : 1}, {${numbers.join(', ')}}}`
}

function emptyVector({ inputs }: Program, numbers: number): string {
  const fields = inputs.map(({ kind }) => (kind === 'number' || kind === 'date' ? 'NAN' : 'NULL'))
  return `{{${fieldsSource(fields)}}, 0, {${Array.from({ length: numbers }, () => '0.0').join(', ')}}}`
}

/** A row has one field at least. */
function fieldsSource(fields: readonly string[]): string {
  return fields.length === 0 ? '0' : fields.join(', ')
}

function rawSource(module: HeaderWriter, kind: string, value: RawValue): string {
  if (kind === 'number' || kind === 'date') return typeof value === 'number' ? numberLiteral(value) : 'NAN'
  return value === null ? 'NULL' : module.text(String(value))
}
