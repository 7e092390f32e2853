import { Select } from '@mantine/core'
import { useMemo, useState } from 'react'
import type { EpochHistogram, NetworkHistory } from '../../../../shared/epochs.ts'
import type { Run } from '../../../../shared/runs.ts'
import { useCall } from '../../../app/data.tsx'
import { CurveChart } from '../../../charts/CurveChart.tsx'
import { HistogramHistory } from '../../../charts/HistogramHistory.tsx'
import type { LineEvent, LineSeries } from '../../../charts/series.ts'
import { Card } from '../../../components/Page.tsx'
import { formatCount } from '../../../../core/words/format.ts'
import { pictureEvery } from '../live/every.ts'
import styles from './epochs.module.css'

/** How the network changes while it learns: the gradient's length, units that died, weights and gradients of a layer. */
export function InsideNetwork(props: {
  project: string
  run: Run
  live: boolean
  /** An epoch that is looked at elsewhere. */
  shown: number | null
}) {
  const { project, run, live, shown } = props
  const of = { project, run: run.id }
  const every = live ? pictureEvery : undefined
  const { data: history } = useCall('runs.statistics', of, { keepPrevious: true, every })
  const [tensor, setTensor] = useState(0)
  const histograms = useCall(
    'runs.histograms',
    history === undefined || history.tensors.length === 0 ? null : { ...of, tensor },
    { keepPrevious: true, every },
  ).data
  const events = useMemo<LineEvent[]>(
    () => (shown === null ? [] : [{ x: shown, label: `epoch ${formatCount(shown)}`, kind: 'change' }]),
    [shown],
  )
  const curves = useMemo(() => (history === undefined ? [] : curvesOf(history)), [history])
  if (history === undefined || history.epochs.length < 2) return null
  const marked = shown === null ? '' : ` Epoch ${formatCount(shown)} is marked.`
  const names = history.tensors.map((array) => `Layer ${array.layer.join('.') || 'of inputs'}, ${array.name}`)
  return (
    <Card
      className={styles.inside ?? ''}
      title="Inside the network"
      aside={
        <Select
          aria-label="Weights shown"
          size="xs"
          w={230}
          allowDeselect={false}
          value={String(tensor)}
          data={names.map((label, index) => ({
            value: String(index),
            label: `${label} (${formatCount(history.tensors[index]?.count ?? 0)})`,
          }))}
          onChange={(value) => value !== null && setTensor(Number(value))}
        />
      }
    >
      <div className={styles.layers}>
        {curves.map(({ title, series }) => (
          <div key={title} className={styles.chart}>
            <CurveChart
              title={title}
              summary={`${title} over the kept epochs.${marked}`}
              fileName={`${run.name} ${title}`}
              series={series}
              events={events}
            />
          </div>
        ))}
        {histograms !== undefined && (
          <>
            <div className={styles.chart}>
              <HistogramHistory
                title="Weights"
                summary={`${names[tensor] ?? ''}: how its values are spread, epoch after epoch.${marked}`}
                fileName={`${run.name} weights`}
                history={known(histograms.epochs, histograms.values)}
                shown={shown}
              />
            </div>
            {histograms.gradients !== null && (
              <div className={styles.chart}>
                <HistogramHistory
                  title="Gradients"
                  summary={`${names[tensor] ?? ''}: how its gradients are spread, epoch after epoch.${marked}`}
                  fileName={`${run.name} gradients`}
                  history={known(histograms.epochs, histograms.gradients)}
                  shown={shown}
                />
              </div>
            )}
          </>
        )}
      </div>
    </Card>
  )
}

function known(epochs: readonly number[], all: readonly EpochHistogram[]) {
  return all.flatMap((histogram, index) => (histogram === null ? [] : [{ epoch: epochs[index] ?? 0, ...histogram }]))
}

function curvesOf({ epochs, gradientNorm, units }: NetworkHistory): { title: string; series: LineSeries[] }[] {
  const dead = units.map(({ layer, dead: share }, index): LineSeries => ({
    id: layer.join('.'),
    label: `layer ${layer.join('.')}`,
    x: epochs,
    y: share.map((value) => (value === null ? null : 100 * value)),
    style: index,
  }))
  return [
    {
      title: 'Length of the gradient',
      series: [{ id: 'norm', label: 'gradient', x: epochs, y: gradientNorm, style: 0 }],
    },
    ...(dead.length === 0 ? [] : [{ title: 'Dead units (%)', series: dead }]),
  ]
}
