/** The temperatures that are looked at: beyond them, probabilities are almost certainties or almost all the same. */
export const leastTemperature = 0.05
export const greatestTemperature = 20

/** Newton steps and halvings; far more than are ever taken. */
const STEPS = 200

/**
 * The temperature T by which logits divided have the least log loss (Guo et al., 2017, 'On Calibration of Modern Neural
 * Networks'). The log loss is convex in 1/T: Newton's method, kept within a bracket that shrinks, finds the one minimum.
 *
 * @param logits row-major, rows × classes; with one a row, the logit of the second of two classes
 * @param actual class of each row
 * @returns between `leastTemperature` and `greatestTemperature`, which are taken where the minimum lies beyond
 */
export function fitTemperature(logits: ArrayLike<number>, actual: ArrayLike<number>): number {
  const width = logits.length / Math.max(1, actual.length)
  const slopes = width === 1 ? slopesOfOne(logits, actual) : slopesOfMany(logits, actual, width)
  let [from, to] = [1 / greatestTemperature, 1 / leastTemperature]
  if (slopes(from).first >= 0) return greatestTemperature
  if (slopes(to).first <= 0) return leastTemperature
  let inverse = 1
  for (let step = 0; step < STEPS; step++) {
    const { first, second } = slopes(inverse)
    if (first > 0) to = inverse
    else from = inverse
    const next = inverse - first / second
    const taken = next > from && next < to ? next : (from + to) / 2
    if (Math.abs(taken - inverse) <= 1e-14 * inverse) break
    inverse = taken
  }
  return 1 / inverse
}

/** First and second derivative of the summed log loss by 1/T. */
type Slopes = (inverse: number) => { first: number; second: number }

function slopesOfOne(logits: ArrayLike<number>, actual: ArrayLike<number>): Slopes {
  return (inverse) => {
    let [first, second] = [0, 0]
    for (let row = 0; row < actual.length; row++) {
      const z = logits[row] ?? 0
      const p = 1 / (1 + Math.exp(-inverse * z))
      first += (p - (actual[row] ?? 0)) * z
      second += p * (1 - p) * z * z
    }
    return { first, second }
  }
}

function slopesOfMany(logits: ArrayLike<number>, actual: ArrayLike<number>, classes: number): Slopes {
  return (inverse) => {
    let [first, second] = [0, 0]
    for (let row = 0; row < actual.length; row++) {
      const at = row * classes
      let greatest = -Infinity
      for (let k = 0; k < classes; k++) greatest = Math.max(greatest, logits[at + k] ?? 0)
      let [sum, mean, square] = [0, 0, 0]
      for (let k = 0; k < classes; k++) {
        // A constant on all logits of a row changes no probability, nor these derivatives.
        const z = (logits[at + k] ?? 0) - greatest
        const weight = Math.exp(inverse * z)
        sum += weight
        mean += weight * z
        square += weight * z * z
      }
      mean /= sum
      first += mean - ((logits[at + (actual[row] ?? 0)] ?? 0) - greatest)
      second += square / sum - mean * mean
    }
    return { first, second }
  }
}

const golden = (Math.sqrt(5) - 1) / 2

/**
 * The same for a log loss that can only be measured, as that of networks whose probabilities are averaged: golden-section search
 * over the logarithm of the temperature (Kiefer, 1953).
 */
export function searchTemperature(logLoss: (temperature: number) => number, tolerance = 1e-4): number {
  let [from, to] = [Math.log(leastTemperature), Math.log(greatestTemperature)]
  let [a, b] = [to - golden * (to - from), from + golden * (to - from)]
  let [atA, atB] = [logLoss(Math.exp(a)), logLoss(Math.exp(b))]
  while (to - from > tolerance) {
    if (atA <= atB) {
      ;[to, b, atB] = [b, a, atA]
      a = to - golden * (to - from)
      atA = logLoss(Math.exp(a))
    } else {
      ;[from, a, atA] = [a, b, atB]
      b = from + golden * (to - from)
      atB = logLoss(Math.exp(b))
    }
  }
  return Math.exp((from + to) / 2)
}
