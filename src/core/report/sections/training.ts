import { settingLines } from '../../words/settings/settingLines.ts'
import { formatCount, formatDuration } from '../../words/format.ts'
import type { ReportFacts } from '../facts.ts'
import { facts, html, section, type Html } from '../html.ts'
import { lossCurve } from '../pictures/lossCurve.ts'

/** The network, every setting, and how the loss fell. */
export function training({ run, series }: ReportFacts): Html {
  return section(
    'Network and training',
    'training',
    facts([
      ['Inputs of the network', formatCount(run.inputs)],
      ['Parameters', formatCount(run.parameters)],
      [
        'Epochs',
        `${formatCount(run.epochs)}${run.bestEpoch === null ? '' : `, the weights of epoch ${formatCount(run.bestEpoch)} are kept`}`,
      ],
      ['Time', formatDuration(run.seconds.total)],
    ]),
    lossCurve(series, run.bestEpoch),
    html`<h3>Settings</h3>`,
    facts(settingLines(run.config).map(({ label, value }) => [label, value] as const)),
  )
}
