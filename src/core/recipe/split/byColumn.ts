import { DescentError } from '../../../shared/errors.ts'
import { splitNames, type SplitName } from '../../../shared/recipes/split.ts'
import type { SplitRows } from '../split.ts'

/**
 * The parts that a column's values name. Rows whose value names none are left out.
 *
 * @param texts one a row of `rows`; null where it is missing
 * Throws `usage` where a value names two parts, and `unusable-input` where none of a part's values is in the column.
 */
export function splitByColumn(
  rows: Uint32Array,
  texts: readonly (string | null)[],
  values: Record<SplitName, readonly string[]>,
  column: string,
): SplitRows {
  const partOf = new Map<string, SplitName>()
  for (const part of splitNames) {
    for (const value of values[part]) {
      if (partOf.has(value)) {
        throw new DescentError('usage', `“${value}” of “${column}” names two parts of the split.`, {
          hint: 'Let each value name one of training, validation and test.',
          where: { column },
        })
      }
      partOf.set(value, part)
    }
  }
  const found: Record<SplitName, number[]> = { train: [], validation: [], test: [] }
  for (let i = 0; i < rows.length; i++) {
    const text = texts[i] ?? null
    const part = text === null ? undefined : partOf.get(text)
    if (part !== undefined) found[part].push(rows[i] ?? 0)
  }
  for (const part of splitNames) {
    const asked = part === 'train' || values[part].length > 0
    if (asked && found[part].length === 0) throw emptyPart(part, values[part], column)
  }
  return {
    train: Uint32Array.from(found.train),
    validation: Uint32Array.from(found.validation),
    test: Uint32Array.from(found.test),
  }
}

const partWords: Record<SplitName, string> = { train: 'training', validation: 'validation', test: 'test' }

function emptyPart(part: SplitName, values: readonly string[], column: string): DescentError {
  const named =
    values.length === 0
      ? `no value of “${column}” names the ${partWords[part]} rows`
      : `no usable row has a value of “${column}” that names the ${partWords[part]} rows (${values
          .slice(0, 5)
          .map((value) => `“${value}”`)
          .join(', ')})`
  return new DescentError('unusable-input', `Split by a column, ${named}.`, {
    hint: `Choose the values of “${column}” that stand for ${partWords[part]}.`,
    where: { column },
  })
}
