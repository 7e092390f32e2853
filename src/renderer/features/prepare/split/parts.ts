import type { RecipePreview, Split } from '../../../../shared/recipes.ts'

/** A part of the rows as it is shown. */
export interface ShownPart {
  name: 'Training' | 'Validation' | 'Test'
  /** Of this table's rows that are used, 0 to 1; null: it is the rows of another one. */
  share: number | null
  /** Of the rows of both tables, 0 to 1. */
  length: number
  /** undefined where they are not counted yet, or cannot be. */
  rows: number | undefined
  help: string
}

/**
 * The parts by the rows they have, where these are counted; else by the fractions asked for, and by the rows of the test's
 * own table where there is one. Shares are of this table, as they are asked for.
 *
 * @param own rows of the table
 * @param test rows of the table that is the test; null where it is not there
 */
export function partsOf(
  split: Split,
  counted: RecipePreview['rows'] | undefined,
  { own, test: other }: { own: number; test: number | null },
): ShownPart[] {
  const isOther = split.testTable !== undefined
  const asked = isOther
    ? { train: (1 - split.validation) * own, validation: split.validation * own, test: other ?? 0 }
    : { train: 1 - split.validation - split.test, validation: split.validation, test: split.test }
  const { train, validation, test } = counted === undefined || counted.used === 0 ? asked : counted
  const dealt = Math.max(train + validation + (isOther ? 0 : test), Number.MIN_VALUE)
  const all = Math.max(train + validation + test, Number.MIN_VALUE)
  return [
    {
      name: 'Training',
      share: train / dealt,
      length: train / all,
      rows: counted?.train,
      help: 'Learned from.',
    },
    {
      name: 'Validation',
      share: validation / dealt,
      length: validation / all,
      rows: counted?.validation,
      help: 'Watched while learning: stops it in time.',
    },
    {
      name: 'Test',
      share: isOther ? null : test / dealt,
      length: test / all,
      rows: counted?.test ?? (isOther ? (other ?? undefined) : undefined),
      help: 'Never seen while learning: the honest score.',
    },
  ]
}
