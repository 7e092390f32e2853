import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { onnxSchema } from '../../../../src/core/export/onnx/metadata.ts'
import { plainNeeds } from '../../../../src/core/recipe/needs.ts'
import { prepareData } from '../../../../src/main/compute/prepare.ts'
import { fitRecipe } from '../../../../src/core/recipe/fit.ts'
import { previewRecipe } from '../../../support/preview.ts'
import { actualTargets } from '../../../../src/core/recipe/target.ts'
import { transformInputs } from '../../../../src/core/recipe/transform.ts'
import { prepareRows } from '../../../../src/core/recipe/usableRows.ts'
import { withSeries } from '../../../../src/core/recipe/windows/derive.ts'
import { seriesOfModel } from '../../../../src/core/recipe/windows/steps.ts'
import type { Table, TableColumn } from '../../../../src/core/table.ts'
import { recipeSchema, stepSchema, type Recipe, type Step } from '../../../../src/shared/recipes.ts'
import { coded, dates, numbers, recipeFor, tableOf } from '../../../support/tables.ts'

const rows = 40
const day = (row: number): string => new Date(Date.UTC(2024, 0, 1 + row)).toISOString()
const time = dates(
  'day',
  Array.from({ length: rows }, (_, row) => day(row)),
)
const byTime: Recipe['split'] = {
  validation: 0.2,
  test: 0.2,
  stratify: false,
  seed: 0,
  by: { kind: 'time', column: null, gap: 0, unit: 'rows' },
}

const step = (settings: object): Step => stepSchema.parse({ kind: 'window', id: JSON.stringify(settings), ...settings })
const lags = step({ column: 'sales', statistic: 'lag', rows: [1, 2] })
const mean = step({ column: 'sales', statistic: 'mean', rows: [3], atLeast: 2 })
const fillForward = stepSchema.parse({ kind: 'fillFromNeighbours', id: 'f', columns: ['x'], method: 'forward' })
const features: Step[] = recipeFor(null).steps

function recipeOf(series: Step[], changes: Partial<Recipe> = {}): Recipe {
  return recipeFor('sales', {
    roles: { day: 'time' },
    steps: [...series, ...features],
    split: byTime,
    task: 'regression',
    ...changes,
  })
}

function valuesOf(table: Table, name: string): number[] {
  const column = table.columns.find((other) => other.name === name)
  if (column === undefined) throw new Error(`no column ${name}`)
  return 'values' in column ? [...column.values] : [...column.codes]
}

const sales = numbers(
  'sales',
  Array.from({ length: rows }, (_, row) => row * row),
)
const x = numbers(
  'x',
  Array.from({ length: rows }, (_, row) => (row % 4 === 3 ? null : row)),
)

describe('windows of a table', () => {
  it('are columns of their own, by name, of the rows before', () => {
    const table = withSeries(tableOf(time, sales, x), recipeOf([lags, mean]), 'none')
    expect(table.columns.map(({ name }) => name)).toEqual([
      'day',
      'sales',
      'x',
      'sales lag 1',
      'sales lag 2',
      'sales mean of last 3',
    ])
    expect(valuesOf(table, 'sales lag 2').slice(0, 5)).toEqual([NaN, NaN, 0, 1, 4])
    expect(valuesOf(table, 'sales mean of last 3').slice(0, 5)).toEqual([NaN, NaN, 1 / 2, 5 / 3, 14 / 3])
  })

  it('go by the order and the group that have the roles, whatever the order of the rows', () => {
    const mixed = tableOf(
      dates('day', [day(3), day(1), day(1), day(2), day(2)]),
      coded('shop', ['a', 'a', 'b', 'a', 'b']),
      numbers('sales', [30, 10, 100, 20, 200]),
      coded('weather', ['sun', 'rain', 'snow', null, 'sun']),
    )
    const found = withSeries(
      mixed,
      recipeOf(
        [
          step({ column: 'sales', statistic: 'lag', rows: [1] }),
          step({ column: 'weather', statistic: 'lag', rows: [1] }),
        ],
        {
          roles: { day: 'time', shop: 'group' },
        },
      ),
      'none',
    )
    expect(valuesOf(found, 'sales lag 1')).toEqual([20, NaN, NaN, 10, 100])
    expect(valuesOf(found, 'weather lag 1')).toEqual([-1, -1, -1, 1, 2])
  })

  it('reach the network as raw inputs of their own, the target behind them left out', () => {
    const table = tableOf(time, sales, x)
    const { fitted, table: worked, rows: parts } = fitRecipe(table, recipeOf([lags]))
    expect(fitted.rawInputs.map(({ name }) => name)).toEqual(['x', 'sales lag 1', 'sales lag 2'])
    expect(onnxSchema(fitted).inputs.map(({ name }) => name)).toEqual(['x', 'sales lag 1', 'sales lag 2'])
    expect(fitted.seriesInputs?.map(({ name }) => name)).toEqual(['day', 'sales'])
    const { inputs } = transformInputs(worked, fitted, parts.test)
    const scale = fitted.steps.flatMap((state) => (state.kind === 'scale' ? state.columns : []))
    const lag = scale.find(({ name }) => name === 'sales lag 1')
    const at = fitted.inputs.findIndex(({ name }) => name === 'sales lag 1')
    for (const [index, row] of parts.test.entries()) {
      const wanted = ((row - 1) ** 2 - (lag?.offset ?? NaN)) * (lag?.factor ?? NaN)
      expect(inputs[index * fitted.inputs.length + at]).toBeCloseTo(wanted, 5)
    }
  })

  it('let the target lie ahead', () => {
    const ahead = step({ column: 'sales', statistic: 'ahead', rows: [3, 5] })
    const recipe = recipeOf([ahead, lags], { target: 'sales ahead 3' })
    const table = tableOf(time, sales, x)
    const { fitted, dropped, rows: parts, table: worked } = fitRecipe(table, recipe)
    expect(dropped).toEqual([{ reason: 'The target “sales ahead 3” is missing', count: 3 }])
    expect(fitted.rawInputs.map(({ name }) => name)).toEqual(['sales', 'x', 'sales lag 1', 'sales lag 2'])
    expect([...actualTargets(worked, fitted, parts.test)]).toEqual(Array.from(parts.test, (row) => (row + 3) ** 2))
    // Without a gap the last training rows are told what the first rows of validation hold.
    const kinds = (of: Recipe) => previewRecipe(table, of).findings.map(({ kind }) => kind)
    expect(kinds(recipe)).toContain('horizonWithoutGap')
    expect(
      kinds({ ...recipe, split: { ...byTime, by: { kind: 'time', column: null, gap: 3, unit: 'rows' } } }),
    ).not.toContain('horizonWithoutGap')
  })

  it('ask no raw column of a prediction that the target alone is made of', () => {
    const ahead = step({ column: 'sales', statistic: 'ahead', rows: [3] })
    const recipe = recipeOf([ahead], { target: 'sales ahead 3', roles: { day: 'time', sales: 'ignored' } })
    const { fitted } = fitRecipe(tableOf(time, sales, x), recipe)
    expect(fitted.rawInputs.map(({ name }) => name)).toEqual(['x'])
    expect(fitted.seriesInputs).toBeUndefined()
    expect(seriesOfModel(fitted)).toBeNull()
  })

  it('tell of how many training rows the target lies in a later part, and what gap would do', () => {
    const shops = ['a', 'b', 'c']
    const panel = tableOf(
      dates(
        'day',
        Array.from({ length: 90 }, (_, row) => day(Math.floor(row / 3))),
      ),
      coded(
        'shop',
        Array.from({ length: 90 }, (_, row) => shops[row % 3] ?? null),
      ),
      numbers(
        'sales',
        Array.from({ length: 90 }, (_, row) => row),
      ),
    )
    const ahead = step({ column: 'sales', statistic: 'ahead', rows: [2] })
    const found = (by: Recipe['split']['by'], table = panel, roles: Recipe['roles'] = {}) =>
      previewRecipe(
        table,
        recipeOf([ahead], {
          target: 'sales ahead 2',
          roles: { day: 'time', shop: 'group', ...roles },
          split: { ...byTime, by },
        }),
      ).findings.flatMap(({ kind, message }) => (kind === 'horizonWithoutGap' ? [message] : []))
    // Two days of three shops.
    expect(found({ kind: 'time', column: null, gap: 0, unit: 'rows' })).toEqual([
      expect.stringMatching(/of 6 training rows .* Let the gap be 6 rows\./),
    ])
    expect(found({ kind: 'time', column: null, gap: 2, unit: 'rows' })).toHaveLength(1)
    expect(found({ kind: 'time', column: null, gap: 6, unit: 'rows' })).toEqual([])
    expect(found({ kind: 'time', column: null, gap: 0, unit: 'days' })).toEqual([
      expect.stringMatching(/of 6 training rows .* Let the gap be 2 days\./),
    ])
    expect(found({ kind: 'time', column: null, gap: 2, unit: 'days' })).toEqual([])
    // Whole series lie in one part.
    expect(found({ kind: 'group', column: null })).toEqual([])
    expect(found({ kind: 'rows' })).toEqual([expect.stringMatching(/Split by time/)])
  })

  it('warn of features made of the target, but for its past', () => {
    const table = tableOf(time, sales, x)
    const formula = (name: string, text: string): Step =>
      stepSchema.parse({ kind: 'formula', id: name, name, formula: text })
    const rename = stepSchema.parse({ kind: 'rename', id: 'r', column: 'sales', name: 'turnover' })
    const found = (series: Step[], target = 'sales') =>
      previewRecipe(table, recipeOf(series, { target }))
        .findings.filter(({ kind }) => kind === 'madeOfTarget')
        .map(({ column }) => column)
    const present = step({ column: 'sales', statistic: 'mean', rows: [2], present: true })
    expect(found([lags, mean, formula('change', '[sales lag 1] - [sales lag 2]')])).toEqual([])
    expect(found([formula('double', 'sales * 2'), formula('other', 'x * 2')])).toEqual(['double'])
    expect(found([present, rename], 'turnover')).toEqual(['sales mean of last 2 with this'])
    expect(found([formula('log sales', 'ln(sales + 1)')], 'log sales')).toEqual(['sales'])
    const ahead = step({ column: 'sales', statistic: 'ahead', rows: [3] })
    expect(found([ahead, present, formula('double', 'sales * 2')], 'sales ahead 3')).toEqual([])
  })

  it('warn of gaps filled from later rows where the split is by time', () => {
    const fill = stepSchema.parse({ kind: 'fillFromNeighbours', id: 'f', columns: ['x'], method: 'backward' })
    const kinds = (changes: Partial<Recipe>) =>
      previewRecipe(tableOf(time, sales, x), recipeOf([fill], changes)).findings.map(({ kind }) => kind)
    expect(kinds({})).toContain('filledFromLaterRows')
    expect(kinds({ split: { ...byTime, by: { kind: 'rows' } } })).not.toContain('filledFromLaterRows')
  })

  it('warn of a split that is not by time', () => {
    const recipe = recipeOf([lags], { split: { ...byTime, by: { kind: 'rows' } } })
    expect(previewRecipe(tableOf(time, sales, x), recipe).findings).toMatchObject([{ kind: 'seriesSplitByChance' }])
    expect(previewRecipe(tableOf(time, sales, x), recipeOf([lags])).findings).toEqual([])
  })

  it('warn of a split whose parts lie between one another, and of no other', () => {
    const parts = (part: (row: number) => string) =>
      coded(
        'part',
        Array.from({ length: rows }, (_, row) => part(row)),
      )
    const by = { kind: 'column', column: 'part', train: ['a'], validation: ['b'], test: ['c'] }
    const found = (part: (row: number) => string, ...series: Step[]) =>
      previewRecipe(
        tableOf(time, sales, x, parts(part)),
        recipeSchema.parse({ ...recipeOf(series), roles: { day: 'time', part: 'ignored' }, split: { ...byTime, by } }),
      ).findings
    // Row 20 of validation is one of the two before rows 21 and 22, and among the three before rows 21 to 23.
    const inside = (row: number) => (row === 20 ? 'b' : row > 35 ? 'c' : 'a')
    expect(found(inside, lags)).toMatchObject([
      { kind: 'seriesSplitInside', step: lags.id, message: expect.stringContaining('2 training rows look back') },
    ])
    expect(found(inside, mean)).toMatchObject([
      { message: expect.stringContaining('3 training rows'), remedies: [{ kind: 'dealRows', by: { kind: 'time' } }] },
    ])
    expect(found((row) => (row < 30 ? 'a' : row < 35 ? 'b' : 'c'), lags, mean)).toEqual([])
  })

  it('are offered a split by the only date there is where nothing orders them', () => {
    const offered = (...dated: TableColumn[]) => {
      const recipe = recipeOf([lags], { roles: {}, split: { ...byTime, by: { kind: 'rows' } } })
      return previewRecipe(tableOf(...dated, sales, x), recipe).findings.find(
        ({ kind }) => kind === 'seriesSplitByChance',
      )?.remedies
    }
    expect(offered(time)).toMatchObject([{ kind: 'dealRows', by: { kind: 'time', column: 'day' } }])
    expect(offered(time, { ...time, name: 'delivered' })).toEqual([])
  })

  it('tell of values ahead that are not the target, and offer each as the target', () => {
    const ahead = step({ column: 'sales', statistic: 'ahead', rows: [3, 7] })
    const recipe = recipeOf([ahead], { split: { ...byTime, by: { kind: 'rows' } } })
    const { findings } = previewRecipe(tableOf(time, sales, x), recipe)
    // Looking ahead is no looking back.
    expect(findings).toMatchObject([
      {
        kind: 'aheadUnused',
        step: ahead.id,
        message: expect.stringContaining('“sales ahead 3”, “sales ahead 7” are there to be predicted, and “sales” is'),
        remedies: [
          { kind: 'chooseTarget', label: 'Predict “sales ahead 3”', column: 'sales ahead 3' },
          { kind: 'chooseTarget', column: 'sales ahead 7' },
        ],
      },
    ])
    const chosen = { ...recipe, target: 'sales ahead 7', roles: { day: 'time' } } as Recipe
    const kinds = previewRecipe(tableOf(time, sales, x), chosen).findings.map(({ kind }) => kind)
    expect(kinds).not.toContain('aheadUnused')
  })

  it('are refused where a column is gone or useless, or the target would be among the inputs', () => {
    const table = tableOf(
      time,
      sales,
      x,
      coded(
        'shop',
        Array.from({ length: rows }, () => 'a'),
      ),
    )
    const refusal =
      (settings: object, changes: Partial<Recipe> = {}) =>
      () =>
        prepareRows(table, recipeOf([step(settings)], changes))
    expect(refusal({ column: 'gone', statistic: 'lag', rows: [1] })).toThrow(/“gone”, which is no column/)
    expect(refusal({ column: 'shop', statistic: 'mean', rows: [1] })).toThrow(/“shop” is read as category/)
    expect(refusal({ column: 'x', statistic: 'lag', rows: [1], orderBy: 'shop' })).toThrow(/to order the rows/)
    expect(refusal({ column: 'sales', statistic: 'mean', rows: [2], present: true })).toThrow(/own target/)
    expect(refusal({ column: 'x', statistic: 'mean', rows: [2], present: true })).not.toThrow()
  })

  it('keep what is given under their name, and are missing where their columns are', () => {
    const recipe = recipeOf([lags])
    const given = withSeries(
      tableOf(time, sales, numbers('sales lag 1', sales.values.map(() => 7) as never)),
      recipe,
      'all',
    )
    expect(new Set(valuesOf(given, 'sales lag 1'))).toEqual(new Set([7]))
    const without = withSeries(tableOf(time, x), recipe, 'all')
    expect(without.columns.map(({ name }) => name)).toEqual(['day', 'x'])
  })
})

describe('gaps filled from neighbouring rows', () => {
  it('reach the network, keep their rows, and come before the windows behind them', () => {
    const drop = stepSchema.parse({ kind: 'dropMissingRows', id: 'd', columns: 'numbers' })
    const ofX = step({ column: 'x', statistic: 'lag', rows: [1] })
    const { used, worked: table } = prepareRows(tableOf(time, sales, x), recipeOf([fillForward, ofX, drop]))
    expect(used).toHaveLength(rows)
    expect(valuesOf(table, 'x').slice(0, 8)).toEqual([0, 1, 2, 2, 4, 5, 6, 6])
    expect(valuesOf(table, 'x lag 1').slice(1, 9)).toEqual([0, 1, 2, 2, 4, 5, 6, 6])
  })

  it('are shown before and after', () => {
    const recipe = recipeOf([fillForward, lags])
    const looks = recipe.steps.map(({ id }) => ({ step: id, column: '' }))
    const [filled, made] = previewRecipe(tableOf(time, sales, x), recipe, { looks }).steps
    expect(filled?.summary).toMatch(/value before/)
    expect(filled).toMatchObject({ columns: [{ name: 'x', missing: 10 }] })
    expect([filled?.before?.missing, filled?.after.map(({ missing }) => missing)]).toEqual([10, [0]])
    expect(made?.summary).toBe('sales lag 1, sales lag 2')
    expect(made?.after.map(({ name }) => name)).toEqual(['sales lag 1', 'sales lag 2'])
  })

  it('are never filled with a target that lies ahead', () => {
    const ahead = step({ column: 'x', statistic: 'ahead', rows: [1] })
    const fill = (settings: object): Step =>
      stepSchema.parse({ kind: 'fillFromNeighbours', id: 'f', columns: 'numbers', method: 'backward', ...settings })
    const prepare = (settings: object) => () =>
      prepareRows(tableOf(time, sales, x), recipeOf([fill(settings), ahead], { target: 'x ahead 1' }))
    expect(prepare({})).toThrow(/“x ahead 1” is to be predicted: a filled gap holds the very value/)
    expect(prepare({ columns: ['x'], method: 'linear' })).toThrow(/filled from the rows after them/)
    expect(prepare({ method: 'forward' })).not.toThrow()
    expect(prepare({ columns: ['sales'] })).not.toThrow()
  })

  it('of columns that nothing is learned from stay, where the step names no columns', () => {
    const fill = (columns: unknown) =>
      stepSchema.parse({ kind: 'fillFromNeighbours', id: 'f', columns, method: 'forward' })
    const roles = { day: 'time', w: 'weight', ignored: 'ignored', source: 'ignored' } as const
    const gappy = ['w', 'ignored', 'source'].map((name) => ({ ...x, name }))
    const gapsOf = (columns: unknown, name: string) => {
      const lag = step({ column: 'source', statistic: 'lag', rows: [1] })
      const { worked } = prepareRows(tableOf(time, sales, x, ...gappy), recipeOf([fill(columns), lag], { roles }))
      return valuesOf(worked, name).filter(Number.isNaN).length
    }
    expect(['x', 'w', 'ignored', 'source'].map((name) => gapsOf('numbers', name))).toEqual([0, 10, 10, 0])
    expect(gapsOf(['ignored'], 'ignored')).toBe(0)
  })

  it('of what orders or groups the rows are not filled, and their rows are left out', () => {
    const fill = stepSchema.parse({
      ...{ kind: 'fillFromNeighbours', id: 'f', columns: 'numbers', method: 'forward' },
      ...{ orderBy: 'at' },
    })
    const drop = stepSchema.parse({ kind: 'dropMissingRows', id: 'd', columns: 'numbers' })
    const { used } = prepareRows(tableOf(time, sales, { ...x, name: 'at' }), recipeOf([fill, drop]))
    expect(used).toHaveLength(30)
  })

  it('are filled in every row to be predicted', () => {
    const worked = withSeries(tableOf(time, sales, x), recipeOf([fillForward]), 'all')
    expect(valuesOf(worked, 'x').some(Number.isNaN)).toBe(false)
  })

  it('are no part of a target that is made of them', () => {
    const target = stepSchema.parse({ kind: 'formula', id: 't', name: 'y', formula: 'coalesce(x, 0) + 1' })
    const recipe = recipeOf([fillForward, target], { target: 'y', targetScaling: 'none' })
    const prepared = prepareData(tableOf(time, sales, x), recipe, {
      sources: {},
      needs: plainNeeds,
      onProgress: () => {},
    })
    const raw = withSeries(tableOf(time, sales, x), recipe, 'none')
    const measured = actualTargets(raw, prepared.fitted, prepared.rows.train)
    expect(measured).toContain(1)
    expect([...prepared.targets.train]).toEqual([...measured])
  })

  it('never fill the target, nor what orders the rows', () => {
    const fill = stepSchema.parse({ kind: 'fillFromNeighbours', id: 'f', columns: 'all', method: 'forward' })
    const gappy = numbers('sales', [1, null, 3, ...Array.from({ length: rows - 3 }, (_, row) => row)])
    const { worked: table, used } = prepareRows(tableOf(time, gappy, x), recipeOf([fill]))
    expect(valuesOf(table, 'sales')[1]).toBeNaN()
    expect(used).toHaveLength(rows - 1)
  })
})

describe('no look-ahead through a whole recipe', () => {
  const value = fc.option(fc.integer({ min: -50, max: 50 }), { freq: 5 })
  const columns = fc.record({
    sales: fc.array(fc.integer({ min: -50, max: 50 }), { minLength: rows, maxLength: rows }),
    x: fc.array(value, { minLength: rows, maxLength: rows }),
  })
  const recipe = recipeSchema.parse(
    recipeOf([
      fillForward,
      stepSchema.parse({ kind: 'fillFromNeighbours', id: 'g', columns: ['x'], method: 'linear' }),
      lags,
      mean,
      step({ column: 'x', statistic: 'std', rows: [4], present: true }),
      step({ column: 'x', statistic: 'difference', rows: [2] }),
    ]),
  )
  const tableFrom = (of: { sales: number[]; x: (number | null)[] }): Table =>
    tableOf(time, numbers('sales', of.sales), numbers('x', of.x))

  it('changes no training row, and nothing fitted, when later rows change', () => {
    let compared = 0
    fc.assert(
      fc.property(columns, columns, (made, other) => {
        const from = 24
        const mixed = {
          sales: made.sales.map((y, row) => (row < from ? y : (other.sales[row] ?? 0))),
          x: made.x.map((y, row) => (row < from ? y : (other.x[row] ?? null))),
        }
        const attempt = (of: typeof made) => {
          try {
            return fitRecipe(tableFrom(of), recipe)
          } catch {
            return null
          }
        }
        const [before, after] = [attempt(made), attempt(mixed)]
        if (before === null || after === null) return
        expect(before.rows.train.at(-1)).toBe(from - 1)
        compared++
        expect(after.fitted).toEqual(before.fitted)
        const inputs = ({ table, fitted }: typeof before) => transformInputs(table, fitted, before.rows.train)
        expect(inputs(after)).toEqual(inputs(before))
      }),
    )
    expect(compared).toBeGreaterThan(50)
  })

  it('gives rows of a file what it gave them in training, where nothing is filled', () => {
    const plain = recipeOf([lags, mean])
    fc.assert(
      fc.property(columns, (made) => {
        const table = tableFrom({ ...made, x: made.x.map((y) => y ?? 0) })
        let fittedTable: ReturnType<typeof fitRecipe>
        try {
          fittedTable = fitRecipe(table, plain)
        } catch {
          return
        }
        const { fitted, table: worked, rows: parts } = fittedTable
        const asFile: TableColumn[] = table.columns
        const again = transformInputs(withSeries({ rows, columns: asFile }, fitted.recipe, 'all'), fitted, parts.test)
        expect(again).toEqual(transformInputs(worked, fitted, parts.test))
      }),
    )
  })
})
