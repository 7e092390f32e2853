import { configInShort } from '../../words/settings/settingText.ts'
import { formatCount, formatMoment, plural } from '../../words/format.ts'
import type { ReportFacts } from '../facts.ts'
import { html, type Html } from '../html.ts'
import { leadTiles } from './scores.ts'

/** What the model is for and how good it is, at a glance. */
export function summary(facts: ReportFacts): Html {
  const { run, dataset, splits, written, fitted } = facts
  const kind =
    run.task === 'regression'
      ? `the number “${run.target}”`
      : `which of ${fitted.target.task === 'classification' ? fitted.target.classes.length : 0} classes “${run.target}” is`
  const judge = splits[0]
  return html`<header>
      <h1>${run.name}</h1>
      <p class="lead">
        Predicts ${kind} of a row of “${dataset.name}” from ${plural(fitted.rawInputs.length, 'column')}, by a neural
        network (${configInShort(run.config)}) that learned from ${plural(run.rows.train, 'row')}.
      </p>
      <p class="soft">Trained ${formatMoment(run.created)}; this report was written ${formatMoment(written)}.</p>
    </header>
    ${judge === undefined ? null : leadTiles(judge, run.task)}${remarks(facts)}`
}

/** What the person noted of the run. */
function remarks({ run }: ReportFacts): Html | null {
  const { notes, tags = [] } = run
  if ((notes === undefined || notes === '') && tags.length === 0) return null
  return html`${notes === undefined || notes === '' ? null : html`<p>${notes}</p>`}${tags.length === 0 ? null : html`<p class="soft">Tags: ${tags.join(', ')}</p>`}`
}

/** How many rows each split has, in a phrase. */
export function splitCounts({ run }: Pick<ReportFacts, 'run'>): string {
  const { train, validation, test } = run.rows
  return `${formatCount(train)} to learn from, ${formatCount(validation)} for validation, ${formatCount(test)} for the test`
}
