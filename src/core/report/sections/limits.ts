import { formatCount, plural } from '../../words/format.ts'
import type { ReportFacts } from '../facts.ts'
import { html, section, type Html } from '../html.ts'

/** Fewer rows than these say little. */
const FEW_ROWS = 200
/** A class with a smaller share of the rows than this is rare. */
const RARE = 0.05

/** What a reader should know before trusting a prediction. */
export function limits(facts: ReportFacts): Html {
  const { run, fitted, preparation } = facts
  const warnings = preparation.findings.filter(({ severity }) => severity === 'warning')
  return section(
    'Limits',
    'limits',
    html`<ul>
      ${[
        html`<li>
          The model knows rows like those it learned from. Outside the ranges and levels of “What the model takes” it
          goes on as if nothing changed, which may be far from the truth.
        </li>`,
        html`<li>
          It finds what goes together in the table, not what causes what: a column that matters to a prediction need not
          matter in the world.
        </li>`,
        ...fewRows(run),
        ...rareClasses(facts),
        ...(fitted.seriesInputs === undefined
          ? []
          : [html`<li>It looks at earlier rows of a series: a prediction needs them, in their order.</li>`]),
        ...warnings.map(({ message }) => html`<li>${message}</li>`),
      ]}
    </ul>`,
  )
}

function fewRows({ rows }: ReportFacts['run']): Html[] {
  return (['validation', 'test'] as const)
    .filter((split) => rows[split] < FEW_ROWS)
    .map((split) =>
      rows[split] === 0
        ? html`<li>
            There are no ${split} rows:
            ${split === 'test' ? 'no score here is of rows that played no part in training' : 'the best epoch was chosen without them'}.
          </li>`
        : html`<li>
            The ${split} scores rest on ${plural(rows[split], 'row')}: a few unusual ones move them a good deal.
          </li>`,
    )
}

function rareClasses({ preparation: { classes } }: ReportFacts): Html[] {
  const all = (classes ?? []).reduce((sum, { count }) => sum + count, 0)
  return (classes ?? [])
    .filter(({ count }) => count < RARE * all)
    .map(
      ({ label, count }) =>
        html`<li>Of the class “${label}” there are ${formatCount(count)} rows only: it was hardly learned.</li>`,
    )
}
