import { formatBytes, formatCell, formatCount, formatDateValue, formatShare, plural } from '../../words/format.ts'
import type { RawInput } from '../../../shared/recipes.ts'
import type { ReportFacts } from '../facts.ts'
import { facts, html, section, table, type Html } from '../html.ts'
import { splitCounts } from './summary.ts'

/** Levels of a category that are named. */
const NAMED = 8

/** Where the rows came from, and what was seen of each column that the model takes. */
export function data(report: ReportFacts): Html {
  const { dataset, run, fitted, preparation } = report
  const { source } = dataset
  const { classes } = preparation
  return section(
    'Data',
    'data',
    facts([
      ['Table', `${dataset.name}${dataset.version > 1 ? `, version ${dataset.version}` : ''}`],
      [
        'File',
        `${source.fileName}${source.sheet === null ? '' : `, sheet ${source.sheet}`}, ${formatBytes(source.sizeBytes)}`,
      ],
      ['Size', `${plural(dataset.rows, 'row')}, ${plural(dataset.columns.length, 'column')}`],
      ['Rows', splitCounts({ run })],
      ['SHA-256 of the file', source.sha256],
    ]),
    classes === null
      ? null
      : html`<h3>Classes of ${run.target}</h3>
          ${table(
            ['class', 'rows', 'share'],
            classes.map(({ label, count }) => [
              label,
              formatCount(count),
              formatShare(
                count /
                  Math.max(
                    1,
                    classes.reduce((sum, other) => sum + other.count, 0),
                  ),
              ),
            ]),
          )}`,
    html`<h3>What the model takes</h3>`,
    table(
      ['column', 'kind', 'seen in training', 'missing'],
      fitted.rawInputs.map((input) => [
        input.name,
        input.kind,
        seen(input),
        input.missingShare === undefined ? '–' : formatShare(input.missingShare),
      ]),
      2,
    ),
  )
}

function seen({ kind, min, max, levels }: RawInput): string {
  if (levels !== null) {
    const named = levels.slice(0, NAMED).join(', ')
    return levels.length > NAMED ? `${named} and ${plural(levels.length - NAMED, 'more', 'more')}` : named
  }
  if (min === null || max === null) return '–'
  return kind === 'date'
    ? `${formatDateValue(min)} to ${formatDateValue(max)}`
    : `${formatCell(min)} to ${formatCell(max)}`
}
