import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { defaultRunConfig } from '../../../src/core/defaults/runConfig.ts'
import {
  configFileSchema,
  configFileText,
  configSchemaText,
  configSchemaName,
  isConfigFile,
  settingsOf,
} from '../../../src/shared/training/file.ts'
import { runConfigSchema } from '../../../src/shared/training.ts'

const resources = new URL('../../../resources/', import.meta.url)
const config = defaultRunConfig({ rows: 99, inputs: 3, task: 'regression', classes: null, preset: 'balanced', seed: 1 })

describe('the JSON Schema of configurations', () => {
  it('is the one in resources; `npx vitest run test/shared/training --update` writes it anew', async () => {
    await expect(configSchemaText()).toMatchFileSnapshot(fileURLToPath(new URL(configSchemaName, resources)))
  })
})

describe('a configuration file', () => {
  it('names its schema and is read back as it was', () => {
    const content: unknown = JSON.parse(configFileText(config))
    expect(content).toMatchObject({ $schema: configSchemaName })
    expect(configFileSchema.safeParse(content).success).toBe(true)
    expect(runConfigSchema.parse(settingsOf(content))).toEqual(config)
  })

  it('has the recipe where it is asked for, without a table that its project alone has', () => {
    const split = { validation: 0.15, test: 0, stratify: false, seed: 1 }
    const recipe = { version: 1, target: 'y', task: 'auto', roles: {}, steps: [], targetScaling: 'none' } as const
    const whole = { ...recipe, steps: [], split: { ...split, testTable: 'other' } }
    const content = JSON.parse(configFileText(config, whole)) as { recipe: unknown }
    expect(content.recipe).toEqual({ ...recipe, split })
    expect(configFileSchema.safeParse(content).success).toBe(true)
    expect(runConfigSchema.parse(settingsOf(content))).toEqual(config)
    expect(JSON.parse(configFileText(config))).not.toHaveProperty('recipe')
  })

  it('is told from tables in JSON', () => {
    const configs = [JSON.parse(configFileText(config)), config, { training: { epochs: 3 } }, { recipe: {} }]
    expect(configs.map(isConfigFile)).toEqual(configs.map(() => true))
    const tables = [
      {},
      [],
      [{ network: {}, training: {} }],
      { network: [1, 2], training: [3, 4] },
      { rows: [{}] },
      null,
    ]
    expect(tables.map(isConfigFile)).toEqual(tables.map(() => false))
    // One that does not fit is still meant as one: reading it says what is wrong.
    expect(isConfigFile({ training: { epoch: 3 } })).toBe(true)
  })

  it('may leave out whatever the defaults decide', () => {
    for (const part of [{}, { network: {} }, { training: { epochs: 3 } }, { network: { loss: { kind: 'huber' } } }]) {
      expect(configFileSchema.safeParse(part).success).toBe(true)
    }
    expect(configFileSchema.safeParse({ training: { epoch: 3 } }).success).toBe(false)
  })
})
