import type { ReadOtherwise } from '../../shared/predictions.ts'
import type { TrainedSource } from '../datasets/asTrained.ts'
import type { RowsSummary } from '../datasets/reader/types.ts'

/** What was decided of a file as a whole otherwise than of the training's file. */
export function fileDifferences(
  { dialect, hasHeader }: Pick<RowsSummary, 'dialect' | 'hasHeader'>,
  trained: TrainedSource | null,
): ReadOtherwise[] {
  if (trained === null || trained.dialect === null || dialect === null) return []
  const { delimiter, header } = trained.dialect
  const differences: ReadOtherwise[] = []
  if (dialect.delimiter !== delimiter) {
    differences.push({ what: 'delimiter', trained: delimiter, found: dialect.delimiter })
  }
  if (hasHeader !== header) differences.push({ what: 'header', trained: header, found: hasHeader })
  return differences
}
