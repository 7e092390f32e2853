import { Button, NumberInput } from '@mantine/core'
import { useState } from 'react'
import { areCosts, bestThreshold, totalCost } from '../../../../../core/metrics/curves/costs.ts'
import type { SplitName } from '../../../../../shared/recipes.ts'
import type { ClassCurves } from '../../../../../shared/scores.ts'
import { formatValue } from '../../../../../core/words/values.ts'
import styles from '../scores.module.css'
import { nearestThreshold, outcomeCosts, thresholdText, type CostEntry } from './threshold.ts'

/** What mistakes cost, what that makes of the chosen threshold, and which one costs least by the validation rows. */
export function CostForm(props: {
  curves: ClassCurves
  label: string
  at: number
  split: SplitName
  costs: CostEntry
  onCosts: (costs: CostEntry) => void
  onThreshold: (threshold: number | null) => void
}) {
  const { curves, label, at, split, costs: entry, onCosts, onThreshold } = props
  const [withGains, setWithGains] = useState(entry.found !== 0 || entry.rejected !== 0)
  const costs = outcomeCosts(entry)
  const isValid = areCosts(costs)
  const { validation, thresholds } = curves
  const best = isValid && validation !== null ? bestThreshold(validation.hull, validation, costs) : null
  const rows = curves.positives + curves.negatives
  const perThousand = (index: number): string => {
    const counts = thresholds[index]
    return counts === undefined ? '–' : formatValue((1000 * totalCost(costs, counts, curves)) / rows, 4)
  }
  const field = (key: keyof CostEntry, text: string) => (
    <NumberInput
      size="xs"
      label={text}
      min={0}
      step={1}
      value={entry[key]}
      onChange={(value) => onCosts({ ...entry, [key]: typeof value === 'number' ? value : 0 })}
    />
  )
  return (
    <section aria-label="Costs" className={styles.side}>
      <div className={styles.costs}>
        {field('missed', `A missed “${label}” costs`)}
        {field('falseAlarm', 'A false alarm costs')}
        {withGains && field('found', `A found “${label}” brings`)}
        {withGains && field('rejected', 'A row left alone rightly brings')}
      </div>
      {!withGains && (
        <Button size="compact-xs" variant="subtle" onClick={() => setWithGains(true)}>
          Right answers bring something, too
        </Button>
      )}
      {!isValid && (
        <p className={styles.warn} role="status">
          A mistake must cost more than the right answer, or no threshold is best: enter costs above 0.
        </p>
      )}
      {isValid && (
        <dl className={styles.figures}>
          <dt>Costs of 1,000 rows at the chosen threshold</dt>
          <dd>
            <strong>{perThousand(at)}</strong>
          </dd>
          {best !== null && (
            <>
              <dt>Best threshold, by the validation rows</dt>
              <dd>
                <strong>{best.threshold === null ? `call no row “${label}”` : thresholdText(best.threshold)}</strong>,
                which costs {perThousand(nearestThreshold(thresholds, best.threshold))}
              </dd>
            </>
          )}
        </dl>
      )}
      {isValid && best !== null && (
        <>
          <Button
            size="compact-sm"
            disabled={nearestThreshold(thresholds, best.threshold) === at}
            onClick={() => onThreshold(best.threshold)}
          >
            Take the best threshold
          </Button>
          <p className="faint small">
            {split === 'validation'
              ? 'It was chosen on the very rows that are looked at, so what it costs here is a little too kind: look at the test rows.'
              : 'It was chosen on the validation rows alone; what it costs is measured on the rows looked at.'}
          </p>
        </>
      )}
      {isValid && validation === null && (
        <p className="faint small">
          Without validation rows no threshold can be chosen honestly: give them a share in Prepare, and train again.
        </p>
      )}
    </section>
  )
}
