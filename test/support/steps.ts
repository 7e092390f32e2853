import fc from 'fast-check'
import type { ColumnKind } from '../../src/shared/datasets.ts'
import type { HolidayCalendar } from '../../src/core/recipe/dates/holidays.ts'
import { stageOfStep, stepSchema, type Step, type StepKind } from '../../src/shared/recipes.ts'

const flag = fc.boolean()
const seed = fc.nat({ max: 9 })

const madeUpPlace = 'XX-YY'

/** Of a place that has three holidays in every seven hundred days, two of them side by side, and of no other. */
export const madeUpCalendar: HolidayCalendar = (place, first, last) => {
  if (place !== madeUpPlace) return null
  const days: number[] = []
  for (let day = Date.UTC(first, 0, 1) / 86_400_000; day < Date.UTC(last + 1, 0, 1) / 86_400_000; day++) {
    if ([0, 1, 90].includes(day % 700)) days.push(day)
  }
  return days
}

/** Settings of every kind of step that learns and works on any row; a kind that is missing here does not compile. */
const featureSettings: Record<FeatureStepKind, fc.Arbitrary<object>> = {
  dropMissingRows: fc.record({ maxShare: fc.constantFrom(0, 0.3, 0.5) }),
  impute: fc.record({ method: fc.constantFrom('mean', 'median', 'mode', 'constant') }),
  dateToNumber: fc.constant({}),
  oneHot: fc.record(
    {
      maxLevels: fc.integer({ min: 1, max: 9 }),
      minCount: fc.integer({ min: 1, max: 3 }),
      rare: fc.constantFrom('zeros', 'column'),
      unseen: fc.constantFrom('zeros', 'rare', 'column'),
    },
    { requiredKeys: [] },
  ),
  rareLevels: fc.record({ minCount: fc.integer({ min: 1, max: 6 }), level: fc.constantFrom('(other)', 'a') }),
  mergeLevels: fc.constant({
    merges: [
      { into: 'b', levels: ['Ärger', 'NA'] },
      { into: 'new', levels: ['a b'] },
    ],
  }),
  ordinal: fc.record({
    order: fc.constantFrom(undefined, ['b', 'a']),
    unseen: fc.constantFrom('missing', 'before', 'after'),
    missing: fc.constantFrom('missing', 'before', 'after'),
  }),
  targetEncode: fc.record({
    smoothing: fc.constantFrom(null, 0, 3),
    folds: fc.integer({ min: 2, max: 4 }),
    maxLevels: fc.integer({ min: 1, max: 9 }),
    seed,
  }),
  frequency: fc.record({ as: fc.constantFrom('share', 'count') }),
  hash: fc.record({ buckets: fc.integer({ min: 2, max: 5 }), seed }),
  embed: fc.record({ maxLevels: fc.integer({ min: 1, max: 9 }) }),
  treatAs: fc.record({ as: fc.constantFrom('category', 'number') }),
  dateParts: fc
    .record({
      parts: fc.subarray(['year', 'quarter', 'month', 'day', 'weekday', 'hour', 'dayOfYear'], { minLength: 1 }),
      cyclical: flag,
      keepDays: flag,
      since: fc.constantFrom(undefined, '1999-12-31'),
    })
    .map(({ keepDays, cyclical, ...settings }) => ({
      ...settings,
      keepDays,
      cyclical,
      holidays: keepDays ? madeUpPlace : undefined,
      untilHoliday: cyclical,
    })),
  missingIndicator: fc.record({ always: flag }),
  dropSparseColumns: fc.record({ maxShare: fc.constantFrom(0.1, 0.2, 0.5) }),
  imputeNearest: fc.record({
    neighbours: fc.integer({ min: 1, max: 6 }),
    weighting: fc.constantFrom('uniform', 'distance'),
    maxRows: fc.integer({ min: 1, max: 30 }),
    seed,
  }),
  imputeIterative: fc.record({
    rounds: fc.integer({ min: 1, max: 4 }),
    maxRows: fc.integer({ min: 5, max: 30 }),
    seed,
  }),
  standardize: fc.constant({}),
  minMax: fc.constant({}),
  robust: fc.record({ smoothClip: flag }),
  maxAbs: fc.constant({}),
  log1p: fc.record({ signed: flag }),
  yeoJohnson: fc.record({ standardize: flag }),
  quantile: fc.record({ quantiles: fc.integer({ min: 2, max: 20 }), output: fc.constantFrom('uniform', 'normal') }),
  bin: fc.record({
    method: fc.constantFrom('equalWidth', 'equalCount', 'edges'),
    bins: fc.integer({ min: 2, max: 6 }),
    edges: fc.constantFrom([0], [-10, 0, 25]),
    output: fc.constantFrom('number', 'category'),
  }),
  polynomial: fc.record({ degree: fc.integer({ min: 2, max: 3 }), interactionsOnly: flag }),
  outliers: fc
    .record({
      method: fc.constantFrom('zScore', 'iqr'),
      limit: fc.constantFrom(null, 1),
      action: fc.constantFrom('clip', 'missing', 'mark'),
    })
    .map((settings) => (settings.limit === null ? { ...settings, method: 'percentiles', share: 0.2 } : settings)),
  textLength: fc.record({ keepText: flag }),
  textWords: fc.record({
    method: fc.constantFrom('tfidf', 'hash'),
    maxWords: fc.integer({ min: 2, max: 5 }),
    minRows: fc.integer({ min: 1, max: 3 }),
    buckets: fc.integer({ min: 2, max: 4 }),
    keepText: flag,
  }),
}

type FeatureStepKind = Exclude<
  StepKind,
  | 'window'
  | 'fillFromNeighbours'
  | 'formula'
  | 'rename'
  | 'filterRows'
  | 'dropDuplicates'
  | 'sampleRows'
  | 'sortRows'
  | 'excludeRows'
  | 'resampleClasses'
  | 'dropOutlierRows'
>

const columns = fc.constantFrom('numbers', 'categories', 'dates', 'all')

/** What makes numbers without gaps of whatever is left. */
const closing: readonly object[] = [
  { kind: 'dateToNumber', columns: 'dates' },
  { kind: 'impute', columns: 'numbers', method: 'constant', constant: 0 },
  { kind: 'impute', columns: 'categories', method: 'constant' },
  { kind: 'standardize', columns: 'numbers' },
  { kind: 'oneHot', columns: 'categories' },
]

function parsed(steps: readonly object[]): Step[] {
  return steps.map((step, at) => stepSchema.parse({ id: `step${at}`, ...step }))
}

/** One to five steps of the given kinds, by default of any that learn, and then those that make numbers of the rest. */
export function featureSteps(kinds: readonly FeatureStepKind[] = featureKinds): fc.Arbitrary<Step[]> {
  const one = fc
    .constantFrom(...kinds)
    .chain((kind) => fc.record({ kind: fc.constant(kind), columns, settings: featureSettings[kind] }))
    .map(({ settings, ...step }) => ({ ...step, ...settings }))
  return fc.array(one, { minLength: 1, maxLength: 5 }).map((steps) => parsed([...steps, ...closing]))
}

export const featureKinds = (Object.keys(featureSettings) as FeatureStepKind[]).filter(
  (kind) => stageOfStep[kind] === 'features',
)

/** A formula of each column, by what it holds, and a new name for the first of them. */
export function formulasOf(features: readonly { name: string; kind: ColumnKind }[]): Step[] {
  const formulas = features.map(({ name, kind }, at) => {
    const column = `[${name.replaceAll(']', ']]')}]`
    const byKind: Record<ColumnKind, string> = {
      number: `if(${column} > 1, ${column} / 3, missing)`,
      date: `year(${column}) + weekday(${column}) / 8`,
      boolean: `not ${column}`,
      category: `upper(coalesce(${column}, 'none'))`,
      text: `if(lower(${column}) in ('a', 'b', 'οδος ας'), 1, length(${column}))`,
    }
    return { kind: 'formula', id: `formula${at}`, name: `made ${at}`, formula: byKind[kind] }
  })
  return parsed([...formulas, { kind: 'rename', id: 'rename', column: 'made 0', name: 'renamed' }])
}
