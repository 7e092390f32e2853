import { SegmentedControl } from '@mantine/core'
import { useState } from 'react'
import type { Dataset } from '../../../../shared/datasets.ts'
import type { Run } from '../../../../shared/runs.ts'
import type { SliceMetric } from '../../../../shared/slices.ts'
import { useCall } from '../../../app/data.tsx'
import { FailureNote } from '../../../components/FailureNote.tsx'
import { Loading } from '../../../components/Loading.tsx'
import type { EvaluateViewProps } from '../viewProps.ts'
import { ColumnSlicesCard } from './ColumnSlicesCard.tsx'
import { metricChoices } from './sliceWords.ts'
import { WorstSlicesCard } from './WorstSlicesCard.tsx'

/** How a model does on parts of a split, and on which it does worst. */
export function SlicesView(view: EvaluateViewProps) {
  const { project, run, split, epoch } = view
  const choices = metricChoices[run.task]
  const [wanted, setWanted] = useState<SliceMetric>()
  const metric =
    choices.find(({ value }) => value === wanted)?.value ?? (run.task === 'regression' ? 'mae' : 'accuracy')
  const { data: dataset, error } = useCall('datasets.get', { project: project.id, dataset: run.dataset })
  if (error !== null) return <FailureNote error={error} />
  if (dataset === undefined) return <Loading />
  const first = firstColumn(dataset, run)
  return (
    <>
      {choices.length > 1 && (
        <div>
          <SegmentedControl
            aria-label="Compare slices by"
            value={metric}
            data={choices}
            onChange={(value) => setWanted(choices.find((choice) => choice.value === value)?.value)}
          />
        </div>
      )}
      <WorstSlicesCard key={`${split} ${epoch}`} view={view} metric={metric} columns={dataset.columns} />
      {first !== null && <ColumnSlicesCard view={view} metric={metric} columns={dataset.columns} first={first} />}
    </>
  )
}

/** A category with few levels where there is one: it cuts the rows as people would. */
function firstColumn({ columns }: Dataset, { target }: Run): string | null {
  const others = columns.filter(({ name }) => name !== target)
  const category = others.find(({ kind, distinct }) => (kind === 'category' || kind === 'boolean') && distinct <= 20)
  return (category ?? others[0])?.name ?? null
}
