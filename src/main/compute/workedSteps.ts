import { stepStages, unitView } from '../../core/inspection/stepView.ts'
import type { WorkedStep } from '../../core/inspection/workedStep.ts'
import type { UnitView } from '../../shared/workedSteps.ts'
import type { Engine } from '../training/native.ts'
import type { ComputeOperations, SteppedRow } from './protocol.ts'

type Input<K extends keyof ComputeOperations> = ComputeOperations[K]['input']

/** Steps of one row, of which the last stays: a large network's is too much to be sent whole. */
export class WorkedSteps {
  readonly #engine: Engine
  #last: { key: string; step: WorkedStep } | null = null

  constructor(engine: Engine) {
    this.#engine = engine
  }

  work({ key, state, row, member }: Input<'workStep'>): SteppedRow {
    const step = this.#last?.key === key ? this.#last.step : this.#engine.inspectStep(state, row)
    this.#last = { key, step }
    const { learningRate, loss, l2Penalty, l1Penalty, gradientNorm, clipScale } = step
    return {
      step: step.step,
      learningRate,
      loss,
      l2Penalty,
      l1Penalty,
      gradientNorm,
      clipScale,
      members: Math.max(...step.ops.map(({ members }) => members)),
      predictions: Array.from(step.predictions),
      stages: stepStages(step, member),
    }
  }

  unit({ key, stage, unit, member }: Input<'stepUnit'>): UnitView | null {
    return this.#last?.key === key ? unitView(this.#last.step, stage, unit, member) : null
  }

  check({ state, row, index }: Input<'checkGradient'>) {
    return this.#engine.numericalGradient(state, row, index)
  }
}
