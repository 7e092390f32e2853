import type { RowPrediction } from '../../../../shared/predictions.ts'
import { formatValue } from '../../../../core/words/values.ts'
import { percentText } from '../../calibration/conformalWords.ts'

/** What the truth is to lie in, beside a prediction. */
export function Ranges({ answer: { interval, set }, level }: { answer: RowPrediction; level: number }) {
  if (interval !== null) {
    return (
      <p>
        {percentText(level)} interval: <strong>{formatValue(interval.lower, 5)}</strong> to{' '}
        <strong>{formatValue(interval.upper, 5)}</strong>
      </p>
    )
  }
  if (set === null) return null
  return (
    <p>
      {percentText(level)} set: <strong>{set.join(', ')}</strong>
    </p>
  )
}
