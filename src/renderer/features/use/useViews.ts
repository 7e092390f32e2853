import type { CallOutput } from '../../../shared/contract.ts'
import type { ExportCheck } from '../../../shared/exports.ts'
import { apartText } from '../../../core/passport/apartText.ts'
import { unitText } from '../../../core/passport/unitText.ts'
import { predictionGapText } from '../../../core/recipe/predictionGapText.ts'
import { readOtherwiseText } from '../../../core/recipe/readOtherwiseText.ts'
import { workbookNotes } from '../../../core/workbook/notes.ts'
import type { PredictionGap, PredictionReport } from '../../../shared/predictions.ts'
import { formatCount, formatNumber, plural } from '../../../core/words/format.ts'
import { stepForms } from '../prepare/steps/registry.ts'

export type RowInput = CallOutput<'predictions.inputs'>[number]

/** One thing to know about a predicted file. */
export interface ReportLine {
  tone: 'good' | 'warn'
  text: string
}

const listed = (names: readonly string[], most = 6) =>
  names.length <= most ? names.join(', ') : `${names.slice(0, most).join(', ')} and ${names.length - most} more`

/** Why a row has no prediction: “age” is missing, and step 2 (Drop rows with gaps) leaves such rows out. */
export function gapText(gap: PredictionGap): string {
  return predictionGapText(gap, (kind) => stepForms.find((form) => form.kind === kind)?.title ?? kind)
}

/** What the file looked like to the model, in sentences; the doubts first. */
export function reportLines(report: PredictionReport): ReportLine[] {
  const lines: ReportLine[] = []
  const warn = (text: string) => lines.push({ tone: 'warn', text })
  if (report.missingColumns.length > 0) {
    warn(
      `The file lacks ${plural(report.missingColumns.length, 'column')} that the model needs: ${listed(report.missingColumns)}. They were read as missing.`,
    )
  }
  for (const gap of report.gaps) {
    warn(`${plural(gap.rows, 'row')} ${gap.rows === 1 ? 'has' : 'have'} no prediction: ${gapText(gap)}.`)
  }
  for (const difference of report.readOtherwise) warn(readOtherwiseText(difference))
  for (const { column, rows, examples } of report.unseen) {
    warn(`${column}: ${plural(rows, 'row')} with a value never seen in training (${listed(examples, 4)}).`)
  }
  for (const { column, rows, examples } of report.unparsed) {
    warn(`${column}: ${plural(rows, 'row')} could not be read and count as missing (${listed(examples, 4)}).`)
  }
  for (const { column, rows } of report.outOfRange) {
    warn(`${column}: ${plural(rows, 'row')} outside the range seen in training; such predictions are guesses.`)
  }
  for (const tally of report.units) warn(unitText(tally))
  if (report.apart !== null && report.apart > 0) warn(apartText(report.apart))
  for (const { column, rows } of report.incomplete) {
    warn(`${column}: ${plural(rows, 'row')} with too few earlier rows in the file for a whole window.`)
  }
  for (const note of workbookNotes(report)) warn(note)
  if (lines.length === 0) lines.push({ tone: 'good', text: 'Every value is like those seen in training.' })
  if (report.unusedColumns.length > 0) {
    lines.push({ tone: 'good', text: `Not used by the model, kept in the file: ${listed(report.unusedColumns)}.` })
  }
  return lines
}

/** A tiny or large quantity as people of the field write it: 3.1e-7. */
export function formatDifference(value: number): string {
  return value === 0 ? '0' : value.toExponential(1).replace('e+', 'e')
}

/** "checked on 52 rows by onnxruntime 1.30: largest difference 3.1e-7 of a probability (allowed 1e-4)" */
export function checkSentence(check: ExportCheck): string {
  if (check.state === 'notRun' && check.reason !== undefined) return `Not run. ${check.reason}`
  if (check.state === 'notRun') return `Not run, as ${check.missing} is not on this machine.`
  const unit = check.unit === 'probability' ? 'in a probability' : 'of the target’s standard deviation'
  return `Checked on ${formatCount(check.rows)} ${check.split} ${check.rows === 1 ? 'row' : 'rows'} by ${check.runner}: largest difference ${formatDifference(check.largestDifference)} ${unit} (allowed ${check.tolerance.toExponential()}).`
}

/** The step of a slider: about a hundredth of the range, rounded to 1, 2 or 5 times a power of ten; whole for whole ranges. */
export function sliderStep(min: number, max: number): number {
  const raw = (max - min) / 100
  if (!(raw > 0)) return 1
  const power = 10 ** Math.floor(Math.log10(raw))
  const ratio = raw / power
  const step = Number(((ratio < 1.5 ? 1 : ratio < 3.5 ? 2 : ratio < 7.5 ? 5 : 10) * power).toPrecision(6))
  return Number.isInteger(min) && Number.isInteger(max) ? Math.max(1, step) : step
}

/** A cell of a predicted file as it is shown; a prediction's many digits are cut, the file keeps them. */
export function shownCell(text: string, predicted: boolean): string {
  const value = Number(text)
  return predicted && text.length > 7 && Number.isFinite(value) ? formatNumber(value, 4) : text
}

/** The places of a predicted file's columns in the order shown: predictions first, where they are seen at once. */
export function shownOrder(columns: readonly string[]): { place: number; name: string; predicted: boolean }[] {
  // They stand after the file's own columns, which may have a prediction of an earlier model among them.
  const first = columns.findLastIndex((name) => /^prediction(_\d+)?$/.test(name))
  const marked = columns.map((name, place) => ({ place, name, predicted: first >= 0 && place >= first }))
  return [...marked.filter(({ predicted }) => predicted), ...marked.filter(({ predicted }) => !predicted)]
}

/** "Quantile 0.05", "Score of yes": what stands beside a prediction, for people. */
export function detailName(name: string): string {
  if (name.startsWith('score_')) return `Score of ${name.slice('score_'.length)}`
  if (name === 'lower_90' || name === 'upper_90') return `${name === 'lower_90' ? 'Lower' : 'Upper'} end (90 %)`
  const words = name.replaceAll('_', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** The most probable labels first; the rest summed under one name. */
export function topProbabilities(
  probabilities: readonly { label: string; probability: number }[],
  most = 8,
): { label: string; share: number }[] {
  const sorted = probabilities
    .map(({ label, probability }) => ({ label, share: probability }))
    .toSorted((a, b) => b.share - a.share)
  if (sorted.length <= most) return sorted
  const rest = sorted.slice(most - 1)
  return [
    ...sorted.slice(0, most - 1),
    { label: `${rest.length} others`, share: rest.reduce((sum, { share }) => sum + share, 0) },
  ]
}
