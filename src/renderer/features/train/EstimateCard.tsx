import { useDebouncedValue } from '@mantine/hooks'
import type { Recipe } from '../../../shared/recipes.ts'
import type { RunEstimate } from '../../../shared/runs.ts'
import type { RunConfig } from '../../../shared/training.ts'
import { useCall } from '../../app/data.tsx'
import { FailureNote } from '../../components/FailureNote.tsx'
import { formatBytes, formatCount, formatDuration, plural } from '../../../core/words/format.ts'
import { Card } from '../../components/Page.tsx'
import { Tiles } from '../../components/Tiles.tsx'

/** What the run would take, asked a moment after the last change. */
export function useEstimate(project: string, dataset: string, recipe: Recipe | null, config: RunConfig | null) {
  const [settled] = useDebouncedValue(config, 400)
  return useCall(
    'runs.estimate',
    recipe === null || settled === null ? null : { project, dataset, recipe, config: settled },
    { keepPrevious: true },
  )
}

/** Before Start: rows, parameters, memory and time. */
export function EstimateCard(props: { estimate: RunEstimate | undefined; error: unknown; config: RunConfig }) {
  const { estimate, config } = props
  if (props.error !== null) return <FailureNote error={props.error} />
  const perEpoch = estimate?.secondsPerEpoch ?? null
  const rows = estimate?.rows
  const wait = '…'
  return (
    <Card label="What this run takes">
      <Tiles
        label="What this run takes"
        tiles={[
          {
            label: 'Rows to train on',
            value: rows === undefined ? wait : formatCount(rows.train),
            note:
              rows === undefined ? ' ' : `${formatCount(rows.validation)} validation, ${formatCount(rows.test)} test`,
            help: 'The training rows change the weights. The validation rows tell when to stop; the test rows are kept for the end.',
          },
          {
            label: 'Parameters',
            value: estimate === undefined ? wait : formatCount(estimate.parameters),
            note:
              estimate === undefined
                ? ' '
                : `${plural(estimate.inputs, 'input')}, ${plural(estimate.outputs, 'output')}`,
            help: 'Weights and biases that are learned. With more parameters than rows a network memorises easily.',
          },
          {
            label: 'Steps an epoch',
            value: estimate === undefined ? wait : formatCount(estimate.stepsPerEpoch),
            note: `${formatCount(config.training.epochs)} epochs at most`,
            help: 'Weight updates each time the training rows are gone through: one for every batch.',
          },
          {
            label: 'Memory',
            value: estimate === undefined ? wait : formatBytes(estimate.memoryBytes),
            note: 'while it trains',
          },
          {
            label: 'Time',
            value:
              perEpoch === null
                ? estimate === undefined
                  ? wait
                  : '–'
                : formatDuration(perEpoch * config.training.epochs),
            note:
              perEpoch === null ? 'not measured' : config.training.earlyStopping === null ? 'about' : 'at most, about',
            help: 'Measured by a few steps on this machine. Early stopping usually ends a run sooner.',
          },
        ]}
      />
    </Card>
  )
}
