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

  it('says of no layer how members share it where the ensemble goes', () => {
    const { network } = defaultRunConfig(request)
    const shared = network.hidden.map((layer) =>
      layer.kind === 'dense' ? { ...layer, sharing: 'all' as const } : layer,
    )
    const block = { kind: 'residual' as const, layers: shared }
    const four = withEnsemble({ ...network, hidden: [...shared, block] }, { kind: 'adapters', members: 4 })
    expect(JSON.stringify(four)).toContain('"sharing":"all"')
    expect(JSON.stringify(withEnsemble(four, null))).not.toContain('sharing')
  })

  it('has no hidden layer for a linear model', () => {
    expect(defaultRunConfig({ ...request, preset: 'linear' }).network.hidden).toEqual([])
  })

  it('records the main metric of the task beside the loss', () => {
    expect(defaultRunConfig(request).training.metrics).toEqual(['accuracy'])
    expect(defaultRunConfig({ ...request, task: 'regression', classes: null }).training.metrics).toEqual(['r2'])
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
