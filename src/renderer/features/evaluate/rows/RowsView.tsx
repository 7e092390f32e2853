import { Button } from '@mantine/core'
import { Card } from '../../../components/Page.tsx'
import type { EvaluateViewProps } from '../viewProps.ts'
import { ExcludedRows } from './ExcludedRows.tsx'
import { RecheckCard } from './recheck/RecheckCard.tsx'
import { useRowsDoor } from './RowsDoor.tsx'
import { TrainAgain } from './TrainAgain.tsx'
import { useExclusion } from './useExclusion.ts'

/** Single rows: those that cost most, those worth a second look, and those that are left out. */
export function RowsView({ project, run, split }: EvaluateViewProps) {
  const open = useRowsDoor()
  const exclusion = useExclusion(project, run)
  return (
    <>
      <TrainAgain project={project.id} run={run} exclusion={exclusion} />
      <RecheckCard key={split} project={project} run={run} split={split} exclusion={exclusion} />
      <Card
        title="Rows that cost most"
        aside={<Button onClick={() => open({ kind: 'worst' })}>Show them, the worst first</Button>}
      >
        <p className="soft">
          Every row with what the model says of it, in any order. Click a mark anywhere else on this page, such as a
          cell of the confusion matrix, to see the rows behind it.
        </p>
      </Card>
      <ExcludedRows dataset={run.dataset} exclusion={exclusion} />
    </>
  )
}
