import type { ReportFacts } from './facts.ts'
import { html } from './html.ts'
import { data } from './sections/data.ts'
import { importance } from './sections/importance.ts'
import { limits } from './sections/limits.ts'
import { preparation } from './sections/preparation.ts'
import { repeat } from './sections/repeat.ts'
import { scores } from './sections/scores.ts'
import { summary } from './sections/summary.ts'
import { training } from './sections/training.ts'
import { styles } from './styles.ts'

/**
 * A model card as one HTML file that needs no other: what the model is for, its data, preparation, settings, scores and
 * limits. Sections follow “Model Cards for Model Reporting” (Mitchell et al., 2019).
 */
export function reportHtml(facts: ReportFacts): string {
  const { run, version } = facts
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'" />
        <meta name="generator" content="Descent ${version}" />
        <title>${run.name}: ${run.target}</title>
        <style>
          ${{ markup: styles }}
        </style>
      </head>
      <body>
        <main>
          ${summary(facts)} ${scores(facts)} ${importance(facts)} ${limits(facts)} ${data(facts)} ${preparation(facts)}
          ${training(facts)} ${repeat(facts)}
          <footer>Written by Descent ${version}. This file loads nothing from elsewhere.</footer>
        </main>
      </body>
    </html> `
  return page.markup
}
