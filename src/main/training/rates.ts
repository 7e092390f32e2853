import type { RateReport } from '../../shared/runs.ts'
import type { TrainingData } from './native.ts'

/** Trains a fresh network with rates that grow step by step. */
export interface RateTest {
  run(spec: string, data: TrainingData, from: number, to: number, steps: number): Promise<RateReport>
  /** Steps done so far. */
  steps(): number
  /** Takes effect at the next step; what was seen until then is the result. */
  stop(): void
}

/** The part of the addon's surface that tests learning rates. */
export interface RateTesting {
  LearningRateTest: new () => RateTest
}
