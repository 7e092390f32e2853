import { Select } from '@mantine/core'
import type { DatasetBrief } from '../../../shared/datasets.ts'
import type { Project } from '../../../shared/projects.ts'
import type { Run } from '../../../shared/runs.ts'
import { navigate } from '../../app/route.ts'
import { runsUpTo } from '../../app/versions.ts'
import { formatCount } from '../../../core/words/format.ts'
import { configInShort } from '../../../core/words/settings/settingText.ts'

/** What a page about a trained model says below the run's name. */
export function modelInShort(run: Run): string {
  return `predicts ${run.target}, with the weights of epoch ${formatCount(run.bestEpoch ?? run.epochs)} · ${configInShort(run.config)}`
}

/** Chooses among the runs that have a model; nothing where there is only one. */
export function RunChoice({ project, dataset, run }: { project: Project; dataset: DatasetBrief | null; run: Run }) {
  const withModel = runsUpTo(project, dataset)
    .filter(({ metrics }) => metrics !== null)
    .toSorted((a, b) => b.created.localeCompare(a.created))
  if (withModel.length < 2) return null
  return (
    <Select
      aria-label="Run shown"
      w={112}
      value={run.id}
      data={withModel.map(({ id, name }) => ({ value: id, label: name }))}
      onChange={(id) => navigate({ run: id })}
    />
  )
}
