import { formatCount, formatNumber, formatShare, plural } from '../../words/format.ts'
import { scoreWords } from '../../words/scoreWords.ts'
import type { Task } from '../../../shared/recipes.ts'
import type { Range, ScoreName } from '../../../shared/scores.ts'
import type { JudgedSplit, ReportFacts } from '../facts.ts'
import { html, section, table, type Html } from '../html.ts'
import { confusion, errors, scatter } from '../pictures/fit.ts'

const splitNames = { train: 'training', validation: 'validation', test: 'test' } as const

const leading: Record<Task, readonly ScoreName[]> = {
  classification: ['accuracy', 'balancedAccuracy', 'rocAuc', 'logLoss'],
  regression: ['r2', 'rmse', 'mae', 'bias'],
}

/** The few scores that say most, with their intervals. */
export function leadTiles({ split, scores, intervals }: JudgedSplit, task: Task): Html {
  const known = leading[task].flatMap((name) =>
    scores.scores[name] == null ? [] : scoreWords(task).filter((word) => word.name === name),
  )
  return html`<div class="tiles">
    ${known.map(
      ({ name, label }) =>
        html`<div class="tile">
          <span class="soft small">${label}, ${splitNames[split]}</span><b>${scoreText(scores.scores[name])}</b
          ><span class="soft small">${rangeText(intervals.intervals[name])}</span>
        </div>`,
    )}
  </div>`
}

/** Every score on each split with its interval, beside the simplest answer, and where the model errs. */
export function scores({ run, splits }: ReportFacts): Html {
  const judge = splits[0]
  if (judge === undefined) return section('Scores', 'scores', html`<p>No rows were held back to judge it by.</p>`)
  const simplest =
    run.task === 'classification' ? 'always the most frequent class' : 'always the mean of the training rows'
  return section(
    'Scores',
    'scores',
    html`<p>
      Beside each score stands its 95 % interval: where the score would lie with other rows of the same kind (bootstrap,
      ${plural(judge.intervals.resamples, 'sample')}). The simplest answer is ${simplest}.
    </p>`,
    splits.map((judged) => splitTable(judged)),
    detail(judge, run.target),
  )
}

function splitTable({ split, scores: judged, intervals }: JudgedSplit): Html {
  const { task, scores: own, simplest, rows } = judged
  const words = scoreWords(task).filter(({ name }) => name in own)
  return html`<h3>
      On ${plural(rows, 'row')} of
      ${splitNames[split]}${split === 'validation' ? ', by which the best epoch was chosen' : ''}
    </h3>
    ${table(
      ['score', 'this model', '95 % interval', 'simplest answer'],
      words.map(({ name, label, meaning }) => [
        html`<span title="${meaning}">${label}</span>`,
        scoreText(own[name]),
        rangeText(intervals.intervals[name]),
        scoreText(simplest[name]),
      ]),
    )}`
}

function detail({ evaluation, scores: judged }: JudgedSplit, target: string): Html {
  if (evaluation.task === 'regression') return html`${scatter(evaluation, target)}${errors(evaluation, target)}`
  const classes = judged.task === 'classification' ? judged.classes : []
  return html`<h3>By class</h3>
    ${table(
      ['class', 'rows', 'precision', 'recall', 'F1', 'ROC AUC'],
      classes.map(({ label, support, precision, recall, f1, rocAuc }) => [
        label,
        formatCount(support),
        ...[precision, recall, f1, rocAuc].map(shareText),
      ]),
    )}${confusion(evaluation)}`
}

function scoreText(value: number | null | undefined): string {
  return formatNumber(value, 4)
}

function shareText(value: number | null): string {
  return value === null ? '–' : formatShare(value)
}

function rangeText(range: Range | undefined): string {
  return range === undefined ? '–' : `${scoreText(range.low)} to ${scoreText(range.high)}`
}
