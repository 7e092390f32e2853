import type { ReportFacts } from '../facts.ts'
import { html, section, type Html } from '../html.ts'

/** What it takes to train the same weights again. */
export function repeat({ run, version, dataset }: ReportFacts): Html {
  const settings = JSON.stringify({ ...run.config, recipe: run.recipe }, null, 2)
  return section(
    'To repeat it',
    'repeat',
    html`<p>
      Descent ${version} trains the same weights to the bit from the same file (${dataset.source.fileName}), with the
      settings and the recipe below: as <code>--config</code> of <code>descent train</code>, or by “Repeat this run” in
      the project.
    </p>`,
    html`<details>
      <summary>Settings and recipe as JSON</summary>
      <pre>${settings}</pre>
    </details>`,
  )
}
