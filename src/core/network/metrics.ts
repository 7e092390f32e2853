import { DescentError } from '../../shared/errors.ts'
import type { FittedRecipe } from '../../shared/recipes.ts'
import { recordedOfLoss, watchedOfLoss, type RunConfig } from '../../shared/training.ts'

/** Throws `usage` where a metric is to be recorded or watched that a network of this task and loss does not have. */
export function checkMetrics(target: FittedRecipe['target'], { network, training }: RunConfig): void {
  const { metrics = [], earlyStopping } = training
  const check = (place: string, names: readonly string[], known: readonly string[]) => {
    const wrong = names.find((name) => !known.includes(name))
    if (wrong === undefined) return
    const holds = target.task === 'regression' ? 'is learned as a number' : 'holds classes'
    const reason = network.loss === undefined ? '' : ` with the loss ${network.loss.kind}`
    throw new DescentError('usage', `${place} names ${wrong}, but “${target.name}” ${holds}${reason}.`, {
      hint: `Metrics of it are ${known.join(', ')}.`,
    })
  }
  check('training.metrics', metrics, recordedOfLoss(target.task, network.loss))
  const watched = earlyStopping?.metric
  if (watched !== undefined) {
    check('training.earlyStopping.metric', [watched], watchedOfLoss(target.task, network.loss))
  }
}
