import { MantineProvider } from '@mantine/core'
import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, test } from 'vitest'
import { parseFormula } from '../../../src/renderer/components/math/notation.ts'
import { ConfigForm } from '../../../src/renderer/features/train/ConfigForm.tsx'
import { changedSettings, resetSetting, settingValues } from '../../../src/renderer/features/train/form/changed.ts'
import { FormContext, plainForm } from '../../../src/renderer/features/train/form/context.ts'
import { effectOf, estimateChange } from '../../../src/renderer/features/train/form/effects.ts'
import { lossFormulas, optimizerFormulas, scheduleFormulas } from '../../../src/renderer/features/train/formulas.ts'
import {
  averagingSchema,
  lossesOf,
  lossSchema,
  optimizerSchema,
  runConfigSchema,
  scheduleSchema,
  trainingSettingsSchema,
  type Network,
  type RunConfig,
  type TrainingSettings,
} from '../../../src/shared/training.ts'
import { makeRun } from './fixtures.ts'

const { config: base } = makeRun()
const withTraining = (change: Partial<TrainingSettings>): RunConfig => ({
  ...base,
  training: { ...base.training, ...change },
})
const withNetwork = (change: Partial<Network>): RunConfig => ({ ...base, network: { ...base.network, ...change } })
const kindsOf = (schema: { options: readonly { shape: { kind: { value: string } } }[] }) =>
  schema.options.map(({ shape }) => shape.kind.value)

/** Places of the settings that the form shows of a configuration, everything open. */
function placesInForm(config: RunConfig, task: 'regression' | 'classification' = 'regression'): Set<string> {
  const html = renderToStaticMarkup(
    <MantineProvider>
      <FormContext value={{ ...plainForm, expanded: true }}>
        <ConfigForm
          config={config}
          target={{ task, classes: task === 'classification' ? ['a', 'b', 'c'] : [] }}
          ends={{ groups: [{ kind: 'number', inputs: 4, units: 4, parameters: 0 }], outputs: 1, target: '1 number' }}
          trainingRows={100}
          stepsPerEpoch={4}
          rangeTest={null}
          onChange={() => undefined}
        />
      </FormContext>
    </MantineProvider>,
  )
  return new Set([...html.matchAll(/data-place="([^"]+)"/g)].map(([, place = '']) => place))
}

/** Places that stand in the panel of the drawing's chosen part, which is the first layer here. */
const inDrawing = /^(numbers|categories|ensemble)/

function lacking(config: RunConfig, task?: 'regression' | 'classification'): string[] {
  const shown = placesInForm(config, task)
  const isShown = (place: string) => {
    // Whether metrics are of the training rows, too, is asked with the first one.
    return shown.has(place) || (place === 'trainMetrics' && (config.training.metrics ?? []).length === 0)
  }
  return [...settingValues(config).keys()].filter((place) => !inDrawing.test(place) && !isShown(place))
}

const losses = (['regression', 'classification'] as const).flatMap((task) =>
  lossesOf[task].map((kind) => ({ task, loss: lossSchema.parse({ kind }) })),
)
const averagings = [
  averagingSchema.parse({ kind: 'exponential' }),
  averagingSchema.parse({ kind: 'stochastic', startEpoch: 3 }),
]
const optimizers = kindsOf(optimizerSchema).map((kind) => optimizerSchema.parse({ kind }))
const schedules = kindsOf(scheduleSchema).map((kind) => scheduleSchema.parse({ kind }))

function nth<T>(list: readonly T[], index: number): T {
  return list[index % list.length]!
}

/** Each kind of each choice at least once. */
const combinations = Array.from({ length: Math.max(losses.length, optimizers.length, schedules.length) }, (_, i) => ({
  ...nth(losses, i),
  optimizer: nth(optimizers, i),
  schedule: nth(schedules, i),
  averaging: nth(averagings, i),
}))

describe('every setting has its place in the form', () => {
  test('each that a configuration can have is known', () => {
    const known = new Set([...settingValues(base).keys()].map((place) => place.split('.')[0]))
    // A record of what was changed on the way, and another way to write a factor.
    const elsewhere = ['changes', 'biasRateFactor']
    for (const name of Object.keys(trainingSettingsSchema.shape)) {
      expect(known.has(name) || elsewhere.includes(name), name).toBe(true)
    }
    for (const name of ['hidden', 'numbers', 'categories', 'ensemble', 'loss']) expect(known).toContain(name)
    expect(Object.keys(runConfigSchema.shape.network.shape)).toHaveLength(5)
  })

  test.each(combinations)('with $optimizer.kind, $schedule.kind, $averaging.kind, the loss $loss.kind', (chosen) => {
    const { loss, task, ...training } = chosen
    const config = { network: { ...base.network, loss }, training: { ...base.training, ...training } }
    expect(lacking(config, task)).toEqual([])
  })

  test('with all that is off by default', () => {
    expect(
      lacking(withTraining({ divergence: { rollbacks: 3, factor: 0.5 }, metrics: ['rmse'], trainMetrics: true })),
    ).toEqual([])
  })

  test('the settings of a layer stand beside the drawing', () => {
    const layer = {
      kind: 'dense' as const,
      units: 3,
      activation: 'relu' as const,
      initialization: 'normal' as const,
      initializationScale: 0.1,
      bias: false,
      sharing: 'all' as const,
    }
    const shown = placesInForm(withNetwork({ hidden: [layer], ensemble: { kind: 'adapters', members: 4 } }))
    for (const name of Object.keys(layer)) expect(shown).toContain(`hidden.0.${name}`)
  })
})

describe('what was changed', () => {
  const changed: RunConfig = {
    network: { hidden: [], ensemble: { kind: 'adapters', members: 4 }, loss: { kind: 'huber', delta: 2 } },
    training: {
      ...base.training,
      optimizer: { kind: 'momentum', momentum: 0.5 },
      epochs: 7,
      l1: 0.1,
      rateFactors: { biases: 2, embeddings: 1, scales: 1 },
      earlyStopping: null,
      schedule: { kind: 'cosine', periodEpochs: null, periodMultiplier: 1, finalFactor: 0 },
    },
  }

  test('is told by place; settings of another kind are held against that kind’s own', () => {
    expect([...changedSettings(changed, base)].toSorted()).toEqual(
      [
        'earlyStopping',
        'ensemble',
        'ensemble.members',
        'epochs',
        'hidden',
        'l1',
        'loss',
        'loss.delta',
        'optimizer',
        'optimizer.momentum',
        'rateFactors.biases',
        'schedule',
      ].toSorted(),
    )
  })

  test('goes back one by one until nothing is left', () => {
    let config = changed
    for (let left = changedSettings(config, base); left.size > 0; left = changedSettings(config, base)) {
      const [place = ''] = left
      config = runConfigSchema.parse(resetSetting(config, base, place))
      expect(changedSettings(config, base).has(place)).toBe(false)
    }
    expect(settingValues(config)).toEqual(settingValues(base))
  })

  test('is nothing where a setting says what holds anyway', () => {
    expect(changedSettings(withTraining({ l1: 0, clipNorm: null, schedule: { kind: 'constant' } }), base)).toEqual(
      new Set(),
    )
  })
})

describe('what a setting does', () => {
  const facts = {
    rows: { train: 320, validation: 40, test: 40 },
    stepsPerEpoch: 10,
    secondsPerEpoch: 4,
    parameters: 1000,
    memoryBytes: 1e6,
  }

  test('is said in steps and seconds', () => {
    expect(effectOf('batchSize', base, facts)).toBe('10 steps an epoch')
    expect(effectOf('epochs', base, facts)).toBe('2,000 steps at most, about 4 s an epoch')
    expect(effectOf('warmupEpochs', withTraining({ warmupEpochs: 2.5 }), facts)).toBe('25 steps')
    expect(effectOf('seed', base, facts)).toBeNull()
  })

  test('is the difference of two estimates, but for what measuring varies by', () => {
    expect(estimateChange(facts, { ...facts, parameters: 13_300, secondsPerEpoch: 4.5 })).toBe('+12,300 parameters')
    expect(estimateChange(facts, { ...facts, stepsPerEpoch: 5, secondsPerEpoch: 2 })).toBe(
      '10 → 5 steps an epoch, 4 s → 2 s an epoch',
    )
    expect(estimateChange(facts, facts)).toBeNull()
  })
})

describe('formulas', () => {
  test.each(Object.entries({ ...optimizerFormulas, ...lossFormulas, ...scheduleFormulas }))(
    'of %s can be read',
    (_, formulas) => {
      expect(formulas.length).toBeGreaterThan(0)
      for (const formula of formulas) expect(() => parseFormula(formula)).not.toThrow()
    },
  )

  test('become MathML', () => {
    expect(parseFormula('\\frac{a_1^2}{max}')).toEqual({
      tag: 'mfrac',
      children: [
        {
          tag: 'msubsup',
          children: [
            { tag: 'mi', text: 'a' },
            { tag: 'mn', text: '1' },
            { tag: 'mn', text: '2' },
          ],
        },
        { tag: 'mi', text: 'max' },
      ],
    })
    expect(() => parseFormula('{a')).toThrow(SyntaxError)
    expect(() => parseFormula('a}')).toThrow(SyntaxError)
    expect(() => parseFormula('\\sin')).toThrow(SyntaxError)
  })
})
