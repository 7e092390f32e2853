import type { OnProgress } from '../../../core/progress.ts'
import type {
  ChangesQuestion,
  ChangesReport,
  DependenceQuestion,
  DependenceReport,
  ImportanceQuestion,
  ImportanceReport,
  OverallQuestion,
  OverallReport,
  PairDependenceQuestion,
  PairDependenceReport,
  RowExplanation,
  RowQuestion,
} from '../../../shared/explain.ts'
import type { NativeReaders } from '../../datasets/native.ts'
import type { Engine } from '../../training/native.ts'
import { changesReport } from './changes.ts'
import { dependenceReport, pairDependenceReport } from './dependence.ts'
import { importanceReport } from './importance.ts'
import { overallReport } from './overall.ts'
import { rowExplanation } from './row.ts'
import { Subject, type ExplainedRun } from './subject.ts'

interface Explanation<Question, Report> {
  input: ExplainedRun & { question: Question }
  output: Report
}

/** What can be asked about why a model predicts as it does. */
export type ExplainOperations = {
  explainImportance: Explanation<ImportanceQuestion, ImportanceReport>
  explainDependence: Explanation<DependenceQuestion, DependenceReport>
  explainPair: Explanation<PairDependenceQuestion, PairDependenceReport>
  explainRow: Explanation<RowQuestion, RowExplanation>
  explainOverall: Explanation<OverallQuestion, OverallReport>
  explainChanges: Explanation<ChangesQuestion, ChangesReport>
}

type Answers = {
  [K in keyof ExplainOperations]: (input: ExplainOperations[K]['input']) => ExplainOperations[K]['output']
}

export function explainOperations(engine: () => Engine, readers: () => NativeReaders, onProgress: OnProgress): Answers {
  const subject = (run: ExplainedRun) => new Subject(engine(), run)
  return {
    explainImportance: (asked) => importanceReport(readers, subject(asked), asked.question, onProgress),
    explainDependence: (asked) => dependenceReport(subject(asked), asked.question, onProgress),
    explainPair: (asked) => pairDependenceReport(subject(asked), asked.question, onProgress),
    explainRow: (asked) => rowExplanation(engine(), subject(asked), asked.question, onProgress),
    explainOverall: (asked) => overallReport(subject(asked), asked.question, onProgress),
    explainChanges: (asked) => changesReport(subject(asked), asked.question, onProgress),
  }
}
