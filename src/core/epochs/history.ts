import { canDie } from '../network/mortal.ts'
import type { EpochHistogram, EpochStatistics, NetworkHistory, TensorHistory } from '../../shared/epochs.ts'

/** Statistics of a kept epoch. */
export interface EpochWithStatistics {
  epoch: number
  statistics: EpochStatistics
}

/** Gradient norms and dead units over the kept epochs of one run, and the arrays of parameters that it has. */
export function networkHistory(kept: readonly EpochWithStatistics[]): NetworkHistory {
  const [first] = kept
  const parameters = first?.statistics.parameters ?? []
  const ops = first?.statistics.ops ?? []
  return {
    epochs: kept.map(({ epoch }) => epoch),
    gradientNorm: kept.map(({ statistics }) => gradientNorm(statistics)),
    tensors: parameters.map(({ layer, name, values }) => ({ layer, name, count: values.count })),
    units: ops.flatMap(({ layer, activation }, index) => {
      if (activation === null || !canDie(activation)) return []
      const units = unitsOf(first?.statistics, index)
      const dead = kept.map(({ statistics }) => {
        const count = unitsOf(statistics, index)
        return count === 0 ? null : (statistics.ops[index]?.deadUnits ?? 0) / count
      })
      return [{ layer, activation, units, dead }]
    }),
  }
}

/** Histograms of one array of parameters, `tensor` as `networkHistory` lists them; null where there is no such array. */
export function tensorHistory(kept: readonly EpochWithStatistics[], tensor: number): TensorHistory | null {
  const found = kept.flatMap(({ epoch, statistics }) => {
    const parameters = statistics.parameters[tensor]
    return parameters === undefined ? [] : [{ epoch, ...parameters }]
  })
  const [first] = found
  if (first === undefined) return null
  return {
    epochs: found.map(({ epoch }) => epoch),
    values: found.map(({ values }) => histogramOf(values)),
    gradients: first.gradients === null ? null : found.map(({ gradients }) => histogramOf(gradients)),
  }
}

/** √Σ‖g‖² over the arrays; null where one of them has no finite norm. */
function gradientNorm({ parameters }: EpochStatistics): number | null {
  let sum = 0
  for (const { gradients } of parameters) {
    if (gradients === null) continue
    if (gradients.norm === null || gradients.nonFinite > 0) return null
    sum += gradients.norm * gradients.norm
  }
  return Math.sqrt(sum)
}

/** Of all members of an ensemble. */
function unitsOf(statistics: EpochStatistics | undefined, op: number): number {
  const values = statistics?.ops[op]?.outputs.count ?? 0
  return statistics === undefined || statistics.rows === 0 ? 0 : Math.round(values / statistics.rows)
}

function histogramOf(summary: EpochStatistics['parameters'][number]['gradients']): EpochHistogram {
  if (summary === null || summary.smallest === null || summary.largest === null) return null
  return { from: summary.smallest, to: summary.largest, counts: summary.histogram }
}
