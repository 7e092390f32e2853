import { describe, expect, it } from 'vitest'
import { defaultRunConfig } from '../../../src/core/defaults/runConfig.ts'
import { withEnsemble } from '../../../src/core/defaults/suited.ts'
import { presets, runConfigSchema } from '../../../src/shared/training.ts'

const request = { rows: 1000, inputs: 10, task: 'classification', classes: 3, preset: 'balanced', seed: 5 } as const

describe('defaultRunConfig', () => {
  it('is a valid configuration for every preset and size', () => {
    for (const preset of presets) {
      for (const rows of [1, 100, 10_000, 5_000_000]) {
        const config = defaultRunConfig({ ...request, preset, rows })
        expect(runConfigSchema.parse(config)).toEqual(config)
        expect(config.training.seed).toBe(5)
      }
    }
  })

  it('holds each member of an ensemble back as it would be alone', () => {
    const alone = defaultRunConfig(request)
    const { l2 } = alone.training
    const eight = withEnsemble(alone, { kind: 'independent', members: 8 })
    expect(eight.training.l2).toBeCloseTo(l2 / 8, 5)
    const four = withEnsemble(eight, { kind: 'adapters', members: 4 })
    expect(four.training.l2).toBeCloseTo(l2 / 4, 5)
    expect(withEnsemble(four, null).training.l2).toBeCloseTo(l2, 4)
  })

  it('has no hidden layer for a linear model', () => {
    expect(defaultRunConfig({ ...request, preset: 'linear' }).network.hidden).toEqual([])
  })

  it('takes larger batches and a weaker penalty for more rows', () => {
    const small = defaultRunConfig({ ...request, rows: 200 }).training
    const large = defaultRunConfig({ ...request, rows: 200_000 }).training
    expect(large.batchSize!).toBeGreaterThan(small.batchSize!)
    expect(large.l2).toBeLessThan(small.l2)
  })

  it('makes no layer narrower than many classes', () => {
    const { hidden } = defaultRunConfig({ ...request, classes: 90 }).network
    expect(Math.min(...hidden.map((layer) => (layer.kind === 'dense' ? layer.units : NaN)))).toBe(90)
  })
})
