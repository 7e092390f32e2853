import type { ComparedMetric } from '../../shared/comparison.ts'
import { DescentError } from '../../shared/errors.ts'

export function nothingMeasured(name: string): DescentError {
  return new DescentError('usage', `“${name}” has nothing to be compared by.`, {
    hint: 'Wait until it has ended, with validation or test rows, or choose another metric.',
  })
}

/** Of two runs that are named beside it, as all that do not name theirs: said once of many. */
export function otherRows(): DescentError {
  return new DescentError('usage', 'They are not measured on the same rows.', {
    hint: 'Train both on the same version of the dataset, with the same split and the same steps that leave rows out.',
  })
}

export function notOverRows(metric: ComparedMetric): DescentError {
  return new DescentError(
    'usage',
    `${metric} does not follow from a mean over rows, by which two single runs are compared.`,
    {
      hint: 'Compare them by R², RMSE, MAE, accuracy or log loss, or repeat one of them with other seeds.',
    },
  )
}

export function noEvidence(): DescentError {
  return new DescentError('usage', 'Nothing tells how large the noise between them is.', {
    hint: 'Compare two cross-validations with the same folds, all of them trained, or repeat one of them with other seeds.',
  })
}
