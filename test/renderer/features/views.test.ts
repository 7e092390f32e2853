import { describe, expect, test } from 'vitest'
import { smallSplitNote, splitsOf, tooGoodNote } from '../../../src/renderer/features/evaluate/evaluateViews.ts'
import { beats, formatMetric, metricOf, metricWords } from '../../../src/renderer/features/evaluate/metricWords.ts'
import { score } from '../../../src/renderer/features/runs/scores.ts'
import { singleUnit } from '../../../src/renderer/features/runs/compare/curves.ts'
import { differences as differencesOf } from '../../../src/renderer/features/runs/compare/differences.ts'
import {
  checkSentence,
  formatDifference,
  reportLines,
  shownCell,
  shownOrder,
  sliderStep,
  topProbabilities,
} from '../../../src/renderer/features/use/useViews.ts'
import { stepSchema } from '../../../src/shared/recipes.ts'
import type { Run } from '../../../src/shared/runs.ts'
import { makeRun } from './fixtures.ts'

describe('scores', () => {
  test('lower is better for errors, higher for accuracy', () => {
    const word = (key: string) => {
      const found = [...metricWords('classification'), ...metricWords('regression')].find((one) => one.key === key)
      if (found === undefined) throw new Error(key)
      return found
    }
    expect(beats(word('accuracy'), 0.9, 0.4)).toBe(true)
    expect(beats(word('rmse'), 2, 3)).toBe(true)
    expect(beats(word('logLoss'), 2, 1)).toBe(false)
    expect(beats(word('r2'), null, 1)).toBeNull()
  })

  test('a metric that is missing is null and shown as a dash', () => {
    expect(metricOf(null, 'rmse')).toBeNull()
    expect(formatMetric(null)).toBe('–')
    expect(formatMetric(0.98)).toBe('0.9800')
    expect(formatMetric(1, 3)).toBe('1.000')
    expect(formatMetric(-0.000002)).toBe('0.0000')
  })

  test('a small split is said, a large one is not', () => {
    expect(smallSplitNote(makeRun(), 'validation')).toContain('52 rows')
    expect(smallSplitNote(makeRun({ rows: { train: 90_000, validation: 9_000, test: 9_000 } }), 'test')).toBeNull()
  })

  test('empty splits are not offered', () => {
    expect(splitsOf(makeRun({ rows: { train: 10, validation: 0, test: 5 } }))).toEqual(['test', 'train'])
  })
})

const differences = (runs: readonly Run[]) => differencesOf(runs.map(singleUnit), runs)

describe('the table of runs', () => {
  test('a named metric is shown', () => {
    expect(score(makeRun(), 'test', 'logLoss')).toBe(0.3)
    expect(score(makeRun(), 'validation', 'lead')).toBe(0.95)
    expect(score(makeRun(), 'validation', 'rmse')).toBeNull()
  })

  test('only what differs is listed, with a dash where a run has no such setting', () => {
    const { config } = makeRun()
    const other = {
      ...config,
      training: { ...config.training, optimizer: { kind: 'momentum' as const, momentum: 0.9 }, learningRate: 0.01 },
    }
    expect(differences([makeRun(), makeRun({ config: other })]).map(({ label }) => label)).toEqual([
      'Optimizer',
      'Beta 1',
      'Beta 2',
      'Epsilon',
      'Learning rate',
      'Momentum',
    ])
    expect(differences([makeRun(), makeRun()])).toEqual([])
  })

  test('of preparation steps are their settings too', () => {
    const prepared = (settings: Record<string, unknown>) => {
      const run = makeRun()
      const step = stepSchema.parse({ kind: 'quantile', id: 'q', columns: 'numbers', ...settings })
      return { ...run, recipe: { ...run.recipe, steps: [step] } }
    }
    expect(differences([prepared({}), prepared({ output: 'uniform' })])).toEqual([
      {
        label: 'Preparation steps',
        values: [
          'Replace by quantiles: all numbers, a normal distribution',
          'Replace by quantiles: all numbers, shares from 0 to 1',
        ],
      },
    ])
  })
})

describe('scores too good to be true', () => {
  const scores = (accuracy: number) => ({ accuracy, balancedAccuracy: 1, macroF1: 1, logLoss: 0, rocAuc: 1 })
  const run = (validation: number, test: number, rows = 134) =>
    makeRun({
      rows: { train: 600, validation: rows, test: rows },
      metrics: { train: null, validation: scores(validation), test: scores(test) },
    })

  test('send the person to look for a leak', () => {
    expect(tooGoodNote(run(1, 1))).toContain('268 rows')
  })

  test('are not every good score, nor a few lucky rows', () => {
    expect(tooGoodNote(run(1, 0.99))).toBeNull()
    expect(tooGoodNote(run(1, 1, 20))).toBeNull()
  })
})

describe('using a model', () => {
  const report = {
    artifact: 'a',
    fileName: 'x.csv',
    rows: 10,
    missingColumns: [],
    unusedColumns: [],
    unseen: [],
    unparsed: [],
    outOfRange: [],
    units: [],
    apart: null,
    readOtherwise: [],
    incomplete: [],
    unpredicted: 0,
    gaps: [],
    added: [],
    sheets: 1,
    cut: 0,
    preview: { columns: [], rows: [] },
  }

  test('what was read otherwise than in training is said, each with what to do', () => {
    const lines = reportLines({
      ...report,
      readOtherwise: [
        { what: 'numberFormat', column: 'size', trained: 'plain', found: 'commaDecimal' },
        { what: 'dateOrder', column: 'day', trained: 'dayFirst', found: 'monthFirst' },
        { what: 'unit', column: 'rate', trained: 'percent', found: null },
        { what: 'measure', column: 'weight', trained: 'kg', found: 'lb' },
        { what: 'kind', column: 'age', trained: 'number', found: 'text' },
        { what: 'missingMarker', column: 'age', found: 'n/a' },
        { what: 'delimiter', trained: ';', found: '\t' },
        { what: 'header', trained: true, found: false },
      ],
    }).map(({ text }) => text)
    expect(lines).toEqual([
      expect.stringMatching(/“size” .*like 1\.234,56 .*in training they were like 1234\.56\. .*write the numbers as/),
      expect.stringMatching(/“day” .*like 03\/23\/2025 .*in training they were like 23\.03\.2025\./),
      expect.stringMatching(/“rate” holds plain numbers; in training it held percentages .*Write them as in training/),
      expect.stringMatching(/“weight” is in lb; in training it was in kg\. .*write them in the unit of training/),
      expect.stringMatching(/“age” was a number in training and looks like a text here.*Check/),
      expect.stringMatching(/“n\/a” in “age” .*Leave such cells empty/),
      expect.stringMatching(/parted by tabs here, and by “;” in training.*save the file/),
      expect.stringMatching(/first row was taken for values; in training it named the columns\. Put the names/),
    ])
  })

  test('a file without surprises says so; every surprise is named', () => {
    expect(reportLines(report)).toEqual([{ tone: 'good', text: 'Every value is like those seen in training.' }])
    const lines = reportLines({
      ...report,
      missingColumns: ['sex'],
      unusedColumns: ['year'],
      unseen: [{ column: 'island', rows: 1, examples: ['Here'] }],
      unparsed: [{ column: 'mass', rows: 2, examples: ['n/a?'] }],
      outOfRange: [{ column: 'bill', rows: 3 }],
      incomplete: [{ column: 'sales lag 7', rows: 7 }],
      unpredicted: 4,
      gaps: [
        { kind: 'madeByStep', column: 'fare', step: { number: 3, kind: 'log1p' }, rows: 3 },
        { kind: 'leftOut', column: 'age', step: { number: 1, kind: 'dropMissingRows' }, rows: 1 },
      ],
    })
    expect(lines.map(({ tone }) => tone)).toEqual(['warn', 'warn', 'warn', 'warn', 'warn', 'warn', 'warn', 'good'])
    for (const name of [
      'sex',
      'year',
      'island',
      'mass',
      'bill',
      'sales lag 7',
      '“fare” has no value after step 3',
      '“age” is missing, and step 1',
    ]) {
      expect(lines.some(({ text }) => text.includes(name))).toBe(true)
    }
  })

  test('the export’s check in a sentence', () => {
    const check = {
      state: 'passed' as const,
      runner: 'onnxruntime 1.30',
      runtime: null,
      rows: 52,
      split: 'test' as const,
      largestDifference: 3.1e-7,
      tolerance: 1e-4,
      unit: 'probability' as const,
    }
    expect(checkSentence(check)).toBe(
      'Checked on 52 test rows by onnxruntime 1.30: largest difference 3.1e-7 in a probability (allowed 1e-4).',
    )
    expect(checkSentence({ state: 'notRun', missing: 'python3 with numpy' })).toBe(
      'Not run, as python3 with numpy is not on this machine.',
    )
    expect(formatDifference(0)).toBe('0')
  })

  test('a slider moves by about a hundredth of its range, whole for whole ranges', () => {
    expect(sliderStep(0, 10)).toBe(1)
    expect(sliderStep(2700, 6300)).toBe(50)
    expect(sliderStep(0, 1.5)).toBe(0.02)
    expect(sliderStep(3, 3)).toBe(1)
  })

  test('the predictions of a file come first', () => {
    const order = shownOrder(['age', 'prediction', 'probability_yes'])
    expect(order.map(({ name }) => name)).toEqual(['prediction', 'probability_yes', 'age'])
    expect(order.map(({ place }) => place)).toEqual([1, 2, 0])
    const intervals = shownOrder(['prediction', 'size', 'prediction_2', 'quantile_0.05', 'quantile_0.95'])
    expect(intervals.map(({ place }) => place)).toEqual([2, 3, 4, 0, 1])
    expect(shownCell('0.0614892244338', true)).toBe('0.06149')
    expect(shownCell('20240101000', false)).toBe('20240101000')
    expect(shownCell('Chinstrap penguin', true)).toBe('Chinstrap penguin')
  })

  test('many classes: the most probable ones, the rest together', () => {
    const many = Array.from({ length: 20 }, (_, i) => ({ label: `c${i}`, probability: 0.05 }))
    const shown = topProbabilities(many, 4)
    expect(shown.map(({ label }) => label)).toEqual(['c0', 'c1', 'c2', '17 others'])
    expect(shown.at(-1)?.share).toBeCloseTo(0.85, 12)
  })
})
