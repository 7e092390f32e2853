import type { RecipePreview, Split } from '../../../../shared/recipes.ts'

/** A part of the rows as it is shown. */
export interface ShownPart {
  name: 'Training' | 'Validation' | 'Test'
  /** Of all rows, 0 to 1. */
  share: number
  /** undefined where they are not counted yet, or cannot be. */
  rows: number | undefined
  help: string
}

/**
 * The parts by the rows they have, where these are counted; else by the fractions asked for, and by the rows of the test's
 * own table where there is one.
 *
 * @param own rows of the table
 * @param test rows of the table that is the test; null where it is not there
 */
export function partsOf(
  split: Split,
  counted: RecipePreview['rows'] | undefined,
  { own, test: other }: { own: number; test: number | null },
): ShownPart[] {
  const all = Math.max(1, own + (other ?? 0))
  const ofOther = split.testTable === undefined ? null : (other ?? 0) / all
  const test = ofOther ?? split.test
  const validation = split.validation * (ofOther === null ? 1 : 1 - ofOther)
  const share = (rows: number | undefined, asked: number) =>
    counted === undefined || rows === undefined || counted.used === 0 ? asked : rows / counted.used
  return [
    {
      name: 'Training',
      share: share(counted?.train, 1 - validation - test),
      rows: counted?.train,
      help: 'Learned from.',
    },
    {
      name: 'Validation',
      share: share(counted?.validation, validation),
      rows: counted?.validation,
      help: 'Watched while learning: stops it in time.',
    },
    {
      name: 'Test',
      share: share(counted?.test, test),
      rows: counted?.test,
      help: 'Never seen while learning: the honest score.',
    },
  ]
}
