import type { Schedule } from '../../shared/training.ts'

/** How long a run is to be. */
export interface PlannedLength {
  stepsPerEpoch: number
  epochs: number
}

/** A place on the curve: epochs gone through, and the factor on the run's learning rate in the step that follows. */
export interface CurvePoint {
  epoch: number
  factor: number
}

/**
 * The factor on a run's learning rate at a step, counted from 0, by the definitions of the engine
 * (`native/engine/src/schedule.rs`). A plateau's drops depend on the losses: here none of them has happened yet.
 *
 * @param warmupEpochs in which the rate rises in equal steps to the schedule's first value
 */
export function rateFactor(
  schedule: Schedule,
  step: number,
  { stepsPerEpoch, epochs }: PlannedLength,
  warmupEpochs = 0,
): number {
  const total = stepsPerEpoch * epochs
  const warmup = warmupEpochs > 0 ? Math.min(total, Math.round(warmupEpochs * stepsPerEpoch)) : 0
  const length = Math.max(1, total - warmup)
  if (step < warmup) return ((step + 1) / warmup) * afterWarmup(schedule, 0, length, stepsPerEpoch)
  return afterWarmup(schedule, step - warmup, length, stepsPerEpoch)
}

/**
 * The factor along a whole run, at `points` steps or at each where there are fewer; the ends of a jump are among them, so
 * that it is drawn upright.
 */
export function scheduleCurve(schedule: Schedule, length: PlannedLength, warmupEpochs = 0, points = 240): CurvePoint[] {
  const steps = Math.max(1, length.stepsPerEpoch * length.epochs)
  const count = Math.min(steps, points)
  const at = (step: number): CurvePoint => ({
    epoch: step / length.stepsPerEpoch,
    factor: rateFactor(schedule, step, length, warmupEpochs),
  })
  const curve: CurvePoint[] = []
  let before = 0
  for (let i = 0; i < count; i++) {
    const step = count === 1 ? 0 : Math.round((i * (steps - 1)) / (count - 1))
    const jump = i === 0 ? null : jumpWithin(before, step, at)
    if (jump !== null) curve.push(at(jump - 1), at(jump))
    curve.push(at(step))
    before = step
  }
  return curve
}

/** The first step after the largest jump between two steps, found by halving; null where the curve has none there. */
function jumpWithin(from: number, to: number, at: (step: number) => CurvePoint): number | null {
  const whole = Math.abs(at(to).factor - at(from).factor)
  if (to - from < 2 || whole < 0.02) return null
  let [low, high] = [from, to]
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    const left = Math.abs(at(middle).factor - at(low).factor)
    if (left >= Math.abs(at(high).factor - at(middle).factor)) high = middle
    else low = middle
  }
  return Math.abs(at(high).factor - at(low).factor) > whole / 2 ? high : null
}

/** The factor `t` steps after the warm-up, in a run of `length` steps after it. */
function afterWarmup(schedule: Schedule, t: number, length: number, perEpoch: number): number {
  switch (schedule.kind) {
    case 'constant':
    case 'plateau':
      return 1
    case 'step':
      return schedule.factor ** Math.floor(t / perEpoch / schedule.everyEpochs)
    case 'exponential':
      return schedule.factor ** (t / perEpoch)
    case 'polynomial': {
      const { finalFactor, power } = schedule
      return finalFactor + (1 - finalFactor) * Math.max(0, 1 - t / length) ** power
    }
    case 'cosine': {
      const { periodEpochs, periodMultiplier, finalFactor } = schedule
      const within =
        periodEpochs === null
          ? Math.min(1, t / length)
          : withinPeriod(t, Math.max(1, periodEpochs * perEpoch), periodMultiplier)
      return halfCosine(1, finalFactor, within)
    }
    case 'oneCycle': {
      const { riseFraction, divisor, finalDivisor } = schedule
      const lowest = 1 / (divisor * finalDivisor)
      const [top, end] = [riseFraction * length - 1, length - 1]
      if (t <= top) return halfCosine(1 / divisor, 1, top > 0 ? t / top : 1)
      return end > top ? halfCosine(1, lowest, Math.min(1, (t - top) / (end - top))) : lowest
    }
    case 'flatCosine': {
      const flat = schedule.flatFraction * length
      if (t < flat || length <= flat) return 1
      return halfCosine(1, schedule.finalFactor, Math.min(1, (t - flat) / (length - flat)))
    }
    case 'cosineLog': {
      const spread = 2 ** schedule.cycles - 1
      return 0.5 * (1 - Math.cos(2 * Math.PI * Math.log2(1 + spread * Math.min(1, t / length))))
    }
  }
}

/** From `start` at 0 to `end` at 1. */
function halfCosine(start: number, end: number, share: number): number {
  return end + ((start - end) / 2) * (1 + Math.cos(Math.PI * share))
}

/** How far `t` is within its period, from 0 to below 1; each period is `multiplier` times as long as the one before. */
function withinPeriod(t: number, first: number, multiplier: number): number {
  if (multiplier === 1) return (t % first) / first
  const begin = (index: number) => (first * (multiplier ** index - 1)) / (multiplier - 1)
  let index = Math.floor(Math.log((t / first) * (multiplier - 1) + 1) / Math.log(multiplier))
  // The rounding of the logarithm is put right by a period either way.
  if (begin(index) > t) index -= 1
  else if (begin(index + 1) <= t) index += 1
  return (t - begin(index)) / (first * multiplier ** index)
}
