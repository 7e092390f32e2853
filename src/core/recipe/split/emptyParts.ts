import type { Finding } from '../../../shared/datasets.ts'
import type { Split, SplitName } from '../../../shared/recipes.ts'
import type { SplitRows } from '../split.ts'

const without: Record<Exclude<SplitName, 'train'>, string> = {
  validation:
    'No row is for validation: training is not watched on rows it does not learn from, and cannot stop in time.',
  test: 'No row is for the test: nothing can be said of how well the model does on rows it has never seen.',
}

/** Parts that have no rows though the split asks for them; a column that names the parts asks for all of them. */
export function emptyParts(split: Split, rows: SplitRows): Finding[] {
  const { by } = split
  return (['validation', 'test'] as const).flatMap((part) => {
    const isOfOther = part === 'test' && split.testTable !== undefined
    const isAsked = by?.kind === 'column' || isOfOther || split[part] > 0
    if (!isAsked || rows[part].length > 0) return []
    const remedy = isOfOther
      ? 'No row of its table is left: choose another table, or a share of this one.'
      : by?.kind === 'column'
        ? `Say which values of “${by.column}” stand for ${part}, or deal the rows by chance.`
        : 'Ask for a larger share, or deal the rows in another way.'
    return [
      {
        kind: 'emptyPart',
        severity: 'warning',
        ...(by?.kind === 'column' ? { column: by.column } : {}),
        message: `${without[part]} ${remedy}`,
        remedies: [],
      },
    ]
  })
}
