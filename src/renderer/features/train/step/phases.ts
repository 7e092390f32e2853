import type { StepStage, StepView } from '../../../../shared/workedSteps.ts'

/** Where one is in a step: the row goes forward, the loss is taken, its derivatives flow back, the weights move. */
export type Phase =
  { kind: 'forward'; stage: number } | { kind: 'loss' } | { kind: 'backward'; stage: number } | { kind: 'update' }

/** A step from its beginning to its end. Nothing flows back to stages below which nothing is learned. */
export function phasesOf({ stages }: Pick<StepView, 'stages'>): Phase[] {
  const all = stages.map((stage, index) => ({ stage, index }))
  return [
    ...all.map(({ index }): Phase => ({ kind: 'forward', stage: index })),
    { kind: 'loss' },
    ...all
      .filter(({ stage }) => stage.derivatives !== null)
      .toReversed()
      .map(({ index }): Phase => ({ kind: 'backward', stage: index })),
    { kind: 'update' },
  ]
}

/** The stage that a phase is about; of the loss and the update the last one. */
export function stageOf(phase: Phase, stages: number): number {
  return phase.kind === 'forward' || phase.kind === 'backward' ? phase.stage : stages - 1
}

/** Whether a stage works on each number for itself, or on a whole row, without weights between units. */
export function keepsPlaces({ kind }: StepStage): boolean {
  return kind !== 'dense' && kind !== 'features'
}

/** “layer 2, sums”: a stage in words. The last sums are the output's. */
export function stageName(stages: readonly StepStage[], index: number): string {
  const stage = stages[index]
  if (stage === undefined) return ''
  if (stage.kind === 'features') return 'inputs'
  const isOutput = index === stages.length - 1
  const layer = isOutput ? 'output' : `layer ${stage.layer.join('.')}`
  return stage.kind === 'dense' ? `${layer}, sums` : `${layer}, ${stageWords[stage.kind] ?? stage.kind}`
}

const stageWords: Partial<Record<string, string>> = {
  activation: 'activations',
  prelu: 'PReLU',
  dropout: 'dropout',
  batchNormalization: 'batch normalization',
  layerNormalization: 'layer normalization',
  rmsNormalization: 'RMS normalization',
  scale: 'learned scale',
  residual: 'block added to its input',
  members: 'copied to each member',
}
