import type { DatasetBrief } from '../../../shared/datasets.ts'
import type { Project } from '../../../shared/projects.ts'
import type { SplitName } from '../../../shared/recipes.ts'
import type { Run } from '../../../shared/runs.ts'

/** What every view of Evaluate gets: which model is looked at, and on which rows. */
export interface EvaluateViewProps {
  project: Project
  dataset: DatasetBrief | null
  run: Run
  split: SplitName
  /** Whose weights; absent: the best ones. */
  epoch: number | undefined
}
