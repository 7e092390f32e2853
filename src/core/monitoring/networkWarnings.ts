import type { EpochStatistics } from '../../shared/epochs.ts'
import type { RunConfig } from '../../shared/training.ts'
import type { RunWarning } from '../../shared/warnings.ts'
import type { EpochWithStatistics } from '../epochs/history.ts'
import { clip, gentleActivation, lowerRate, lowerRateAnew } from './remedies.ts'

/** So large a share of a layer's units that answer 0 to every row is no accident. */
const DEAD = 0.4
/** Root mean squares of the gradients of the first and the last weights this far apart. */
const APART = 1e-3
/** A step that changes weights by more than this share of their length is too long; a thousandth is usual. */
const LONG_STEP = 0.1
/** A gradient this many times as long as it usually was explodes. */
const SURGE = 100
/** Statistics of the first epochs say little. */
const EARLY = 3

/** What the statistics of a run's kept epochs say. */
export function networkWarnings(kept: readonly EpochWithStatistics[], config: RunConfig): RunWarning[] {
  const last = kept.at(-1)
  if (last === undefined || last.epoch < EARLY) return []
  const { epoch, statistics } = last
  return [
    ...deadUnits(epoch, statistics, config),
    ...vanishing(epoch, statistics),
    ...surging(kept, config),
    ...longSteps(epoch, statistics, config),
  ]
}

function deadUnits(epoch: number, { ops, rows }: EpochStatistics, config: RunConfig): RunWarning[] {
  const dead = ops.flatMap(({ layer, activation, deadUnits: count, outputs }) => {
    const units = rows === 0 ? 0 : Math.round(outputs.count / rows)
    return activation === 'relu' && units >= 4 && count / units >= DEAD ? [{ layer, count, units }] : []
  })
  const worst = dead.toSorted((a, b) => b.count / b.units - a.count / a.units)[0]
  if (worst === undefined) return []
  const { layer, count, units } = worst
  return [
    {
      kind: 'deadUnits',
      since: epoch,
      message: `In layer ${layer.join('.')} ${count} of ${units} units answer 0 to every row looked at: their ReLU has died, and they learn no more.`,
      // A unit that has died stays so, whatever the rate.
      remedies: [...lowerRateAnew(config, 10), gentleActivation(config)],
    },
  ]
}

/** Root mean square of each weight array's gradients, from the first layer to the last. */
function gradientSizes({ parameters }: EpochStatistics): { layer: number[]; size: number }[] {
  return parameters.flatMap(({ layer, name, gradients }) => {
    if (name !== 'weights' || gradients === null || gradients.norm === null || gradients.count === 0) return []
    return [{ layer, size: gradients.norm / Math.sqrt(gradients.count) }]
  })
}

function vanishing(epoch: number, statistics: EpochStatistics): RunWarning[] {
  const sizes = gradientSizes(statistics)
  const [first, last] = [sizes[0], sizes.at(-1)]
  if (first === undefined || last === undefined || sizes.length < 3) return []
  if (!(last.size > 0 && first.size < APART * last.size)) return []
  const times = Math.round(last.size / Math.max(first.size, last.size * 1e-12))
  return [
    {
      kind: 'vanishingGradients',
      since: epoch,
      message: `Gradients vanish on their way back: those of layer ${first.layer.join('.')} are ${times >= 1e6 ? 'more than a million' : times} times smaller than those of the output. The first layers hardly learn; residual blocks, normalization, or fewer layers help.`,
      remedies: [],
    },
  ]
}

function normOf({ parameters }: EpochStatistics): number {
  let sum = 0
  for (const { gradients } of parameters) sum += gradients === null ? 0 : (gradients.norm ?? Infinity) ** 2
  return Math.sqrt(sum)
}

function surging(kept: readonly EpochWithStatistics[], config: RunConfig): RunWarning[] {
  const norms = kept.map(({ statistics }) => normOf(statistics))
  const now = norms.at(-1) ?? 0
  const usual = norms.slice(0, -1).toSorted((a, b) => a - b)[(norms.length - 1) >> 1] ?? now
  if (norms.length < 5 || !(usual > 0 && now > SURGE * usual)) return []
  return [
    {
      kind: 'explodingGradients',
      since: kept.at(-1)?.epoch ?? null,
      message: `The gradient is ${Math.round(now / usual)} times as long as usual: a single step can throw the network off.`,
      remedies: [...clip(config, Number((10 * usual).toPrecision(1))), ...lowerRate(config, 3)],
    },
  ]
}

function longSteps(epoch: number, { parameters }: EpochStatistics, config: RunConfig): RunWarning[] {
  const ratios = parameters.flatMap(({ name, updateRatio }) =>
    name === 'weights' && updateRatio !== null ? [updateRatio] : [],
  )
  const middle = ratios.toSorted((a, b) => a - b)[ratios.length >> 1]
  if (middle === undefined || middle < LONG_STEP) return []
  return [
    {
      kind: 'rateTooHigh',
      since: epoch,
      message: `One step changes the weights by ${Math.round(100 * middle)} % of their length; about 0.1 % is usual. The learning rate is likely too high.`,
      remedies: lowerRate(config, 10),
    },
  ]
}
