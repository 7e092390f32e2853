import type { FittedRecipe } from '../../../shared/recipes.ts'
import { detailNames } from '../../network/predictions.ts'
import type { RawValue } from '../program/vectors.ts'
import { utf8Bytes } from '../program/utf8.ts'
import { textLiteral } from './module.ts'
import { namesOf } from './names.ts'

type Checked = Pick<FittedRecipe, 'rawInputs' | 'target'>

/**
 * A program that predicts rows with a header: `check ROWS FOUND` reads rows as `checkRow` writes them, and writes a JSON array a
 * row: the prediction, then what stands beside it. It ends with 1 where the header's own test vectors differ by more than
 * a thousandth of the largest of them, or of 1.
 *
 * @param header its path as it is included
 */
export function checkProgram({ rawInputs, target }: Checked, header: string): string {
  const { prefix, macro, field } = namesOf({ inputs: rawInputs, target })
  const isClass = target.task === 'classification'
  const reads = rawInputs.map(({ name, kind }) =>
    kind === 'number' || kind === 'date'
      ? `    row.${field(name)} = read_number(rows);`
      : `    row.${field(name)} = texts[${rawInputs.findIndex((other) => other.name === name)}] = read_text(rows);`,
  )
  const texts = Math.max(1, rawInputs.length)
  const beside = isClass ? (target.scores === true ? 'scores' : 'probabilities') : 'details'
  const labels = isClass
    ? `static const char *const labels[] = {${target.classes.map((label) => textLiteral(JSON.stringify(label))).join(', ')}};\n`
    : ''
  const numbers = detailNames(target).map((_, k) => `      write_number(found, ", ", prediction.${beside}[${k}]);`)
  return `#define ${macro}_SELF_CHECK
#include ${JSON.stringify(header)}

${labels}
static inline double read_number(FILE *rows) {
  double x = NAN;
  return fscanf(rows, "%lf", &x) == 1 ? x : NAN;
}

/* Its length in bytes, a space and the bytes; -1 where there is none. */
static inline char *read_text(FILE *rows) {
  long length = -1;
  char *text;
  if (fscanf(rows, "%ld", &length) != 1 || length < 0) return NULL;
  text = (char *)malloc((size_t)length + 1);
  if (text == NULL) exit(2);
  fgetc(rows);
  text[fread(text, 1, (size_t)length, rows)] = '\\0';
  return text;
}

static inline void write_number(FILE *found, const char *before, double x) {
  if (isfinite(x)) fprintf(found, "%s%.17g", before, x);
  else fprintf(found, "%snull", before);
}

int main(int count, char **paths) {
  FILE *rows = count == 3 ? fopen(paths[1], "rb") : NULL;
  FILE *found = count == 3 ? fopen(paths[2], "wb") : NULL;
  double size = 1.0;
  if (rows == NULL || found == NULL) return 2;
  while (fgetc(rows) == '.') {
    char *texts[${texts}] = {NULL};
    ${prefix}_row row;
    ${prefix}_prediction prediction;
    memset(&row, 0, sizeof row);
${reads.join('\n')}
    if (${prefix}_predict(&row, &prediction) != 1) {
      fputs("[null]\\n", found);
    } else {
      ${isClass ? 'fprintf(found, "[%s", labels[prediction.class_index]);' : 'write_number(found, "[", prediction.value);'}
${numbers.join('\n')}
      ${isClass ? '' : 'if (fabs(prediction.value) > size) size = fabs(prediction.value);'}
      fputs("]\\n", found);
    }
    fgetc(rows);
    for (int k = 0; k < ${texts}; k++) free(texts[k]);
  }
  return fclose(found) == 0 && ${prefix}_self_check() < 1e-3 * size ? 0 : 1;
}
`
}

/** A row as the program reads it, with the line's end. */
export function checkRow(
  { rawInputs }: Pick<FittedRecipe, 'rawInputs'>,
  row: Readonly<Record<string, RawValue>>,
): string {
  const fields = rawInputs.map(({ name, kind }) => {
    const value = row[name] ?? null
    if (kind === 'number' || kind === 'date') return typeof value === 'number' ? ` ${value}` : ' nan'
    return value === null ? ' -1' : ` ${utf8Bytes(String(value)).length} ${value}`
  })
  return `.${fields.join('')}\n`
}
