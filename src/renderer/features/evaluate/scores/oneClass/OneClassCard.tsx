import { SegmentedControl, Select } from '@mantine/core'
import { useState } from 'react'
import type { ScoreIntervals } from '../../../../../shared/scores.ts'
import { useCall } from '../../../../app/data.tsx'
import { FailureNote } from '../../../../components/FailureNote.tsx'
import { Loading } from '../../../../components/Loading.tsx'
import { Card } from '../../../../components/Page.tsx'
import type { EvaluateViewProps } from '../../viewProps.ts'
import { seenSplit } from '../useScores.ts'
import styles from '../scores.module.css'
import { CalibrationPanel } from './CalibrationPanel.tsx'
import { CurvePanel } from './CurvePanel.tsx'
import { ThresholdPanel } from './ThresholdPanel.tsx'
import { evenCosts, nearestThreshold } from './threshold.ts'

const looks = [
  { value: 'threshold', label: 'Threshold and costs' },
  { value: 'roc', label: 'ROC' },
  { value: 'precisionRecall', label: 'Precision and recall' },
  { value: 'calibration', label: 'Calibration' },
  { value: 'gain', label: 'Gain and lift' },
] as const
type Look = (typeof looks)[number]['value']

/** One class against the rest: what a threshold does and costs, its curves, and whether its probabilities are to be believed. */
export function OneClassCard(props: {
  view: EvaluateViewProps
  classes: readonly string[]
  /** Come later. */
  intervals: ScoreIntervals | undefined
}) {
  const { view, classes, intervals } = props
  const [wanted, setWanted] = useState(1)
  const [look, setLook] = useState<Look>('threshold')
  const [threshold, setThreshold] = useState<number | null | undefined>(undefined)
  const [costs, setCosts] = useState(evenCosts)
  const subject = Math.min(wanted, classes.length - 1)
  const label = classes[subject] ?? ''
  const question = { ...seenSplit(view, `curves${subject}`), class: subject }
  const { data: curves, error, refetch } = useCall('evaluation.curves', question)
  const shown = curves?.calibration === null ? looks.filter(({ value }) => value !== 'calibration') : looks
  const usual = curves?.calibration === null ? 0 : 0.5
  const at = curves === undefined ? 0 : nearestThreshold(curves.thresholds, threshold === undefined ? usual : threshold)
  return (
    <Card title="One class against the rest">
      <div className={styles.controls}>
        <Select
          aria-label="Class to look at"
          w={200}
          searchable={classes.length > 10}
          allowDeselect={false}
          value={String(subject)}
          onChange={(value) => {
            setWanted(Number(value ?? 0))
            setThreshold(undefined)
          }}
          data={classes.map((one, k) => ({ value: String(k), label: one }))}
        />
        <SegmentedControl
          aria-label="What to look at of the class"
          value={look}
          onChange={(value) => setLook(looks.find((one) => one.value === value)?.value ?? 'threshold')}
          data={[...shown]}
        />
      </div>
      {error !== null && <FailureNote error={error} onRetry={() => void refetch()} />}
      {curves === undefined && error === null && <Loading label="Drawing the curves…" />}
      {curves !== undefined && curves.positives === 0 && (
        <p className="soft">
          No row of this split is {label}: there is nothing that its curves could be drawn of. Choose another class or
          another split.
        </p>
      )}
      {curves !== undefined && curves.positives > 0 && (
        <>
          {look === 'threshold' && (
            <ThresholdPanel
              {...{ curves, label, at, costs }}
              isUsual={classes.length === 2}
              split={view.split}
              onThreshold={setThreshold}
              onCosts={setCosts}
            />
          )}
          {look === 'calibration' && curves.calibration !== null && <CalibrationPanel {...{ curves, label }} />}
          {(look === 'roc' || look === 'precisionRecall' || look === 'gain') && (
            <CurvePanel {...{ curves, label, at, look }} ranges={intervals?.classes[subject]} />
          )}
        </>
      )}
    </Card>
  )
}
