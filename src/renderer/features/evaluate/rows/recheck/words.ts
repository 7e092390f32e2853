import type { OddCell, Recheck, Suspect } from '../../../../../shared/recheck.ts'
import { formatPercent, formatValue } from '../../../../../core/words/values.ts'
import { formatCell, formatCount, formatDateValue, plural } from '../../../../../core/words/format.ts'

/** What the network made of a row over its training, in a sentence. */
export function doubtText(suspect: Suspect, classes: readonly string[] | null): string {
  const { instead, margin, times, meanLoss } = suspect
  if (classes === null) {
    return `off by ${formatValue(meanLoss, 4)} on average${times === null ? '' : `, ${formatValue(times, 2)} × the usual`}`
  }
  const other = classes[instead?.class ?? 0] ?? ''
  const ahead = (margin ?? 0) < 0 ? 'ahead' : 'close behind'
  return `“${other}” was ${ahead}: ${formatPercent(instead?.probability ?? null, 0)} on average`
}

/** A cell that stands out, and what may have been meant. */
export function oddText(odd: OddCell): string {
  if (odd.kind === 'rare') return `${odd.column} is “${odd.text}”, which hardly occurs: “${odd.like}”?`
  const show = (value: number): string => (odd.isDate ? formatDateValue(value) : formatCell(value))
  const usual = `${odd.column} is ${show(odd.value)}, where ${show(odd.median)} is in the middle`
  if (odd.factor === null) return usual
  return odd.factor === -1
    ? `${usual}: a minus too many or too few?`
    : `${usual}: ${show(odd.value / odd.factor)}, with the decimal point elsewhere?`
}

/** How the rows were found, and how many stand out. */
export function foundText({ rows, likely, epochs, classes }: Recheck): string {
  const by = epochs.length === 1 ? `the weights of epoch ${epochs[0] ?? 0}` : `the weights of ${epochs.length} epochs`
  const what = classes === null ? 'a number far from what the model expects' : 'a label that another class fits better'
  return `${plural(rows, 'row')} looked at through ${by}. ${likely === 0 ? 'None has' : `${formatCount(likely)} ${likely === 1 ? 'has' : 'have'}`} ${what}.`
}
