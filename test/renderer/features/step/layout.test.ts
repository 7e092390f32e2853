import { describe, expect, it } from 'vitest'
import type { StepStage } from '../../../../src/shared/workedSteps.ts'
import { drawnLines, drawnUnits, mostDrawn, placeUnits } from '../../../../src/renderer/features/train/step/layout.ts'
import { phasesOf, stageName } from '../../../../src/renderer/features/train/step/phases.ts'

const stage = (kind: string, outputs: number[], rest: Partial<StepStage> = {}): StepStage => ({
  kind,
  layer: kind === 'features' ? [] : [1],
  activation: null,
  outputs,
  derivatives: kind === 'features' ? null : outputs,
  weights: null,
  changes: null,
  ...rest,
})
const small = [
  stage('features', [1, 2]),
  stage('dense', [3, -4], { weights: [1, 2, 3, 4], changes: [0.1, 0.2, 0.3, 0.4] }),
  stage('activation', [3, 0]),
  stage('dense', [5], { layer: [2], weights: [6, 7], changes: [0, 0] }),
]

describe('the phases of a step', () => {
  it('go forward, to the loss, and back to where something is learned', () => {
    expect(
      phasesOf({ stages: small }).map((phase) => ('stage' in phase ? `${phase.kind} ${phase.stage}` : phase.kind)),
    ).toEqual([
      'forward 0',
      'forward 1',
      'forward 2',
      'forward 3',
      'loss',
      'backward 3',
      'backward 2',
      'backward 1',
      'update',
    ])
  })

  it('are named by layer', () => {
    expect(small.map((_, index) => stageName(small, index))).toEqual([
      'inputs',
      'layer 1, sums',
      'layer 1, activations',
      'output, sums',
    ])
  })
})

describe('the drawing of a step', () => {
  it('joins neighbours by weights, and each number with its activation', () => {
    const places = placeUnits(drawnUnits(small, null), 400, 200)
    const lines = drawnLines(small, places).map(({ from, to, weight }) => [to.stage, from.unit, to.unit, weight])
    expect(lines).toEqual([
      [1, 0, 0, 1],
      [1, 1, 0, 3],
      [1, 0, 1, 2],
      [1, 1, 1, 4],
      [2, 0, 0, 1],
      [2, 1, 1, 1],
      [3, 0, 0, 6],
      [3, 1, 0, 7],
    ])
  })

  it('draws of a wide layer the largest, the same before and after its activation, and always the chosen one', () => {
    const outputs = Array.from({ length: 40 }, (_, unit) => (unit % 2 === 0 ? unit : -unit))
    const wide = [stage('features', [1]), stage('dense', outputs), stage('activation', outputs.map(Math.abs))]
    const [, sums, activations] = drawnUnits(wide, { stage: 2, unit: 3 })
    expect(sums).toHaveLength(mostDrawn)
    expect(sums).toEqual(activations)
    expect(sums).toContain(3)
    expect(sums).toContain(39)
    expect(sums).toEqual(sums!.toSorted((a, b) => a - b))
  })

  it('stays within the picture', () => {
    const many = Array.from({ length: 9 }, () => 1)
    for (const { x, y } of placeUnits(
      drawnUnits([stage('features', many), ...small.slice(1)], null),
      300,
      200,
    ).flat()) {
      expect(x).toBeGreaterThanOrEqual(0)
      expect(x).toBeLessThanOrEqual(300)
      expect(y).toBeGreaterThanOrEqual(0)
      expect(y).toBeLessThanOrEqual(200)
    }
  })
})
