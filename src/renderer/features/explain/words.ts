import type { Effort } from '../../../shared/explain.ts'
import type { Run } from '../../../shared/runs.ts'
import { formatCount, plural } from '../../../core/words/format.ts'

export const effortNames: Record<Effort, string> = { quick: 'Quick', usual: 'Usual', careful: 'Careful' }

export const effortHelp =
  'The more careful, the more rows and repeats are used: less chance is in the answer, and it takes longer.'

/** What is predicted: “weight”, or “probability of ‘yes’”. */
export function outputName(run: Pick<Run, 'target'>, classes: readonly string[] | null, output: number): string {
  return classes === null ? run.target : `probability of “${classes[output] ?? ''}”`
}

/** “1,000 of 45,211 rows” or “all 300 rows” */
export function rowsText(rows: number, ofRows: number): string {
  return rows < ofRows ? `${formatCount(rows)} of ${plural(ofRows, 'row')}` : `all ${plural(ofRows, 'row')}`
}

export const noCause =
  'This is what the model goes by, which need not be a cause: changing a column in the world may do nothing, or something else.'
