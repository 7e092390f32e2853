import { formatCount, formatNumber, plural } from '../../words/format.ts'
import { scoreWords } from '../../words/scoreWords.ts'
import type { ReportFacts } from '../facts.ts'
import { html, section, table, type Html } from '../html.ts'

/** Columns that are named; the others matter less. */
const NAMED = 15

/** Which columns the predictions rest on. */
export function importance({ run, importance: report }: ReportFacts): Html | null {
  if (report === null || report.importances.length === 0) return null
  const { importances, metric, rows, repeats } = report
  const shown = importances.slice(0, NAMED)
  const most = Math.max(...shown.map((one) => one.importance), 0)
  const name = scoreWords(run.task).find((word) => word.name === metric)?.label ?? metric
  return section(
    'What it goes by',
    'importance',
    html`<p>
      How much worse the ${name} becomes where the values of a column are dealt to other rows (permutation importance,
      ${plural(repeats, 'time')}, on ${plural(rows, 'row')}). It says what the model uses, not what causes what; of
      columns that go together, one can stand in for the other.
    </p>`,
    table(
      ['column', '', `${name} lost`, '95 % interval'],
      shown.map((one) => [
        one.name,
        html`<span
          class="share"
          style="width:${most > 0 ? Math.max(0, Math.round((100 * one.importance) / most)) : 0}%"
        ></span>`,
        formatNumber(one.importance, 3),
        one.interval === null ? '–' : `${formatNumber(one.interval.low, 3)} to ${formatNumber(one.interval.high, 3)}`,
      ]),
      1,
    ),
    importances.length > NAMED
      ? html`<p class="soft small">${formatCount(importances.length - NAMED)} more columns matter less.</p>`
      : null,
  )
}
