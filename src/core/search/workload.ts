import type { SearchSpace } from '../../shared/search.ts'
import type { HiddenLayer, RunConfig } from '../../shared/training.ts'
import { createRandom } from '../random.ts'
import { applyPoint } from './apply.ts'
import { drawPoint } from './draw.ts'

const SAMPLE = 64
/** Of the sample left out at either end. */
const TAIL = 0.1

/**
 * How much more, or less, work an epoch is in a search's trials than with the configuration itself, by the multiplications
 * of its dense layers: what nine in ten of the points drawn from the space are above, and below. 1 and 1 where no point
 * makes a valid configuration.
 *
 * @param ends units that the network begins and ends with
 */
export function relativeWork(
  config: RunConfig,
  space: SearchSpace,
  ends: { inputs: number; outputs: number },
): { low: number; high: number } {
  const random = createRandom(0)
  const own = multiplications(config.network.hidden, ends)
  const ratios = Array.from({ length: SAMPLE }, () => drawPoint(space, random))
    .flatMap((point) => {
      try {
        return [multiplications(applyPoint(config, point).network.hidden, ends) / own]
      } catch {
        return []
      }
    })
    .sort((a, b) => a - b)
  const at = (share: number) => ratios[Math.round(share * (ratios.length - 1))] ?? 1
  return { low: at(TAIL), high: at(1 - TAIL) }
}

/** Of a row on its way forward. */
function multiplications(hidden: readonly HiddenLayer[], { inputs, outputs }: { inputs: number; outputs: number }) {
  const { count, units } = through(hidden, inputs)
  return count + units * outputs
}

function through(layers: readonly HiddenLayer[], inputs: number): { count: number; units: number } {
  return layers.reduce(
    ({ count, units }, layer) => {
      if (layer.kind === 'dense') return { count: count + units * layer.units, units: layer.units }
      if (layer.kind !== 'residual') return { count, units }
      const inner = through(layer.layers, units)
      return { count: count + inner.count, units: inner.units }
    },
    { count: 0, units: inputs },
  )
}
