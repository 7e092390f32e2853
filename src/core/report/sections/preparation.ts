import { formatCount, plural } from '../../words/format.ts'
import type { ReportFacts } from '../facts.ts'
import { html, section, type Html } from '../html.ts'

/** Each step in order with what it did, and the rows that were left out. */
export function preparation({ preparation: { steps, rows, inputs }, run }: ReportFacts): Html {
  return section(
    'Preparation',
    'preparation',
    html`<p>All numbers of the steps come from the training rows alone; the same steps run in every prediction.</p>`,
    steps.length === 0
      ? html`<p>No step: the columns go in as they are.</p>`
      : html`<ol>
          ${steps.map(({ summary }) => html`<li>${summary}</li>`)}
        </ol>`,
    rows.dropped.length === 0
      ? null
      : html`<h3>Rows left out</h3>
          <ul>
            ${rows.dropped.map(({ reason, count }) => html`<li>${formatCount(count)}: ${reason}</li>`)}
          </ul>`,
    html`<p>
      ${plural(inputs.length, 'number')} a row ${inputs.length === 1 ? 'enters' : 'enter'} the network.
      ${dealing(run.recipe.split)}
    </p>`,
  )
}

/** How the rows were dealt to training, validation and test. */
function dealing({ by, stratify, seed, testTable }: ReportFacts['run']['recipe']['split']): string {
  const test = testTable === undefined ? '' : ' The test rows are a table of their own.'
  switch (by?.kind) {
    case undefined:
      return `Rows were dealt to training, validation and test by chance${stratify ? ', each class in equal shares' : ''} (seed ${seed}).${test}`
    case 'group':
      return `Rows with the same value of “${by.column ?? ''}” stay in the same part.${test}`
    case 'time':
      return `The parts follow each other in time${by.column === null ? '' : ` (“${by.column}”)`}: the latest rows are for the test.${test}`
    case 'column':
      return `The column “${by.column}” says which part a row is in.${test}`
    default:
      return `Rows were dealt by a hash of their key, which keeps them in their parts as rows are added.${test}`
  }
}
