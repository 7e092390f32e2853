import type { ConformalReport, ConformalRule, SetKind } from '../../../shared/calibration.ts'
import type { Task } from '../../../shared/recipes.ts'
import type { Run } from '../../../shared/runs.ts'
import { formatValue } from '../../../core/words/values.ts'
import { plural } from '../../../core/words/format.ts'

/** 0.9 as "90 %", 0.975 as "97.5 %". */
export function percentText(share: number, digits = 4): string {
  return `${Number((share * 100).toPrecision(digits)).toLocaleString()} %`
}

export const setWords: Record<SetKind, { name: string; meaning: string }> = {
  smallest: {
    name: 'Small sets',
    meaning: 'All classes above one probability, the same for every row: on average the fewest classes.',
  },
  adaptive: {
    name: 'Adaptive sets',
    meaning: 'The most probable classes until they are probable enough together: more of them where a row is hard.',
  },
}

/** What intervals or sets are for. */
export function promiseText(task: Task, level: number): string {
  const what = task === 'regression' ? 'An interval' : 'A set of classes'
  return `${what} beside each prediction that holds the truth in ${percentText(level)} of new rows.`
}

/** What is put around a prediction. */
export function ruleText(rule: ConformalRule, target: string): string {
  const threshold = formatValue(rule.threshold, 4)
  switch (rule.kind) {
    case 'residual':
      if (rule.transform?.kind === 'log') {
        return `From the prediction divided by ${formatValue(Math.exp(rule.threshold), 4)} to the prediction times as much.`
      }
      return rule.transform === null
        ? `The prediction ± ${threshold}, the same for every row.`
        : `The prediction ± ${threshold} in the scale that the network learned ${target} in.`
    case 'scaledResidual':
      return `The prediction ± ${threshold} times the standard deviation that the network gives the row.`
    case 'quantiles':
      return rule.threshold < 0
        ? `From the network’s lower quantile to its upper one, each moved inwards by ${formatValue(-rule.threshold, 4)}.`
        : `From the network’s lower quantile to its upper one, each moved outwards by ${threshold}.`
    case 'smallest':
      return rule.threshold > 0 || rule.threshold < -1
        ? `All classes with a score of at least ${formatValue(-rule.threshold, 4)}, and the best one in any case.`
        : `All classes with a probability of at least ${percentText(-rule.threshold, 3)}, and the most probable one in any case.`
    case 'adaptive':
      return `The most probable classes as long as their probabilities add up to at most ${percentText(rule.threshold, 3)}, where of the last a random part counts, and the most probable one in any case.`
  }
}

/** How often intervals or sets held on rows that nothing was fitted on. */
export function heldText({ level, test }: ConformalReport): string {
  if (test === null) return 'There are no test rows to see how often that holds.'
  return `Of ${plural(test.rows, 'test row')}, ${percentText(test.covered, 3)} were within, and ${percentText(level)} were asked for. By the luck of these rows, ${percentText(test.from, 3)} to ${percentText(test.to, 3)} may be the truth.`
}

/** Whether the test rows speak against the level. */
export function isMissed({ level, test }: ConformalReport): boolean {
  return test !== null && test.to < level
}

/** Why a level cannot be had of so few rows. */
export function tooFewText({ level, rows, rowsNeeded }: ConformalReport): string {
  return `${percentText(level)} needs ${plural(rowsNeeded, 'validation row')}, and there ${rows === 1 ? 'is' : 'are'} ${rows}. Choose a lower level, or give the validation split more rows.`
}

/** What the promise rests on. */
export function caveatText(run: Pick<Run, 'temperature'>, { rows }: ConformalReport): string {
  const also = run.temperature === undefined ? '' : ' and the temperature'
  return `Measured on ${plural(rows, 'validation row')}, which also chose the epoch of these weights${also}: on new rows the level is kept a little less often. It holds of rows like these, not of rows of another kind.`
}
