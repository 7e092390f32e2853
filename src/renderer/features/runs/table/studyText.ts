import { formatDuration } from '../../../../core/words/format.ts'
import { studyStateWords } from '../../studies/words.ts'
import { counted, lineScore, lineScoreText, type StudyLine } from '../noise/measured.ts'
import type { MetricChoice } from '../scores.ts'
import type { RunColumn } from './columns.ts'

/**
 * What a study's line says in a column: of a search what its best trial has, of repeats and folds what all of their runs
 * have in common, and nothing where they have not.
 */
export function studyText(line: StudyLine, column: RunColumn, metric: MetricChoice): string {
  const { study } = line
  switch (column.id) {
    case 'state':
      return studyStateWords[study.state]
    case 'validation':
    case 'test':
      return lineScoreText(lineScore(line, column.id, metric))
    case 'time':
      return formatDuration(study.seconds)
    case 'dataset':
      // With its version, where there are several.
      return line.runs[0]?.datasetName ?? study.datasetName
    case 'target':
      return study.target
    default: {
      const [first = '', ...others] = new Set(counted(line).map((run) => column.text(run)))
      return others.length === 0 ? first : ''
    }
  }
}
