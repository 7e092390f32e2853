import { describe, expect, it } from 'vitest'
import { fitRecipe } from '../../../../src/core/recipe/fit.ts'
import { previewRecipe } from '../../../support/preview.ts'
import { rowWeights } from '../../../../src/core/recipe/rowWeights.ts'
import { actualTargets } from '../../../../src/core/recipe/target.ts'
import { transformInputs } from '../../../../src/core/recipe/transform.ts'
import { prepareRows } from '../../../../src/core/recipe/usableRows.ts'
import { DescentError } from '../../../../src/shared/errors.ts'
import { fittedRecipeSchema, type Recipe, type Step } from '../../../../src/shared/recipes.ts'
import { allRows, coded, dates, everyStep, numbers, recipeFor, tableOf } from '../../../support/tables.ts'

const table = tableOf(
  numbers('height', [180, 160, 170, null, 200, 150, 175, 165, 180, 155]),
  numbers('weight', [80, 60, 70, 55, null, 50, 72, 66, 80, 0.1]),
  coded('town', ['Bern', 'Basel', 'Bern', 'Chur', 'Bern', 'Basel', 'Bern', 'Chur', 'Bern', 'Basel']),
  dates('born', [
    '1990-05-01',
    '1985-02-11',
    '1970-12-31',
    '2001-01-01',
    '1999-09-09',
    '1960-06-06',
    null,
    '1988-08-08',
    '1990-05-01',
    '1977-07-07',
  ]),
  numbers('y', [1, 2, 3, 4, 5, 6, 7, 8, 1, 10]),
)

const bmi: Step = { kind: 'formula', id: 'bmi', enabled: true, name: 'bmi', formula: 'weight / (height / 100) ^ 2' }
const split = { validation: 0, test: 0, stratify: false, seed: 1 }

function recipeWith(steps: Step[], changes: Partial<Recipe> = {}): Recipe {
  return recipeFor('y', { split, steps: [...steps, ...everyStep], ...changes })
}

function failure(recipe: Recipe): DescentError {
  try {
    prepareRows(table, recipe)
  } catch (error) {
    if (error instanceof DescentError) return error
    throw error
  }
  throw new Error('nothing was thrown')
}

const onlyFeature = (name: string): Recipe['roles'] => ({
  ...Object.fromEntries(table.columns.map((column) => [column.name, 'ignored' as const])),
  [name]: 'feature',
})

describe('a formula column', () => {
  const impute: Step = {
    kind: 'impute',
    id: 'fill',
    enabled: true,
    columns: 'numbers',
    method: 'constant',
    constant: -1,
  }

  it('is a feature whose sources are ignored, and raw columns are all that a model asks for', () => {
    const recipe = recipeFor('y', { split, roles: onlyFeature('bmi'), steps: [bmi, impute] })
    const { fitted } = fitRecipe(table, recipe)
    expect(fitted.rawInputs.map(({ name }) => name)).toEqual(['weight', 'height'])
    expect(fitted.inputs).toEqual([{ name: 'bmi', from: 'bmi' }])
    const stored = fittedRecipeSchema.parse(JSON.parse(JSON.stringify(fitted)))
    const rows = tableOf(numbers('weight', [81, 0.1, null]), numbers('height', [180, 155, 180]))
    const { inputs } = transformInputs(rows, stored, allRows(rows))
    expect(Array.from(inputs)).toEqual([Math.fround(25), Math.fround(0.1 / 1.55 ** 2), -1])
  })

  it('of a row depends on that row alone', () => {
    const steps: Step[] = [
      bmi,
      { kind: 'formula', id: 'a', enabled: true, name: 'from', formula: "if(isMissing(born), 'nowhere', upper(town))" },
    ]
    const { fitted } = fitRecipe(table, recipeWith(steps))
    const whole = transformInputs(table, fitted, allRows(table))
    const width = fitted.inputs.length
    for (const [at, row] of whole.kept.entries()) {
      const alone = transformInputs(table, fitted, Uint32Array.of(row))
      expect(alone.inputs).toEqual(whole.inputs.slice(at * width, (at + 1) * width))
    }
  })

  it('reads its sources with all digits', () => {
    const steps: Step[] = [
      { kind: 'formula', id: 'f', enabled: true, name: 'small', formula: 'if(weight = 0.1, 1, 0)' },
      impute,
    ]
    const { fitted } = fitRecipe(
      table,
      recipeFor('y', { split, roles: { ...onlyFeature('small'), weight: 'feature' }, steps }),
    )
    const { inputs } = transformInputs(table, fitted, Uint32Array.of(9))
    expect(Array.from(inputs)).toEqual([Math.fround(0.1), 1])
  })

  it('of texts, dates and conditions is a feature too', () => {
    const steps: Step[] = [
      { kind: 'formula', id: 'a', enabled: true, name: 'place', formula: "upper(town) & '!'" },
      { kind: 'formula', id: 'b', enabled: true, name: 'adult', formula: "born < date('1990-01-01')" },
      { kind: 'formula', id: 'c', enabled: true, name: 'grown', formula: 'born + 18 * 365' },
      { kind: 'formula', id: 'd', enabled: true, name: 'decade', formula: 'floor(year(grown) / 10) * 10' },
    ]
    const roles: Recipe['roles'] = { height: 'ignored', weight: 'ignored', town: 'ignored', born: 'ignored' }
    const { features } = prepareRows(table, recipeWith(steps, { roles }))
    expect(features.map(({ name, kind }) => [name, kind])).toEqual([
      ['place', 'category'],
      ['adult', 'boolean'],
      ['grown', 'date'],
      ['decade', 'number'],
    ])
    const { fitted } = fitRecipe(table, recipeWith(steps, { roles }))
    expect(fitted.rawInputs.map(({ name }) => name)).toEqual(['town', 'born'])
    expect(fitted.inputs.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['place=BERN!', 'adult=true', 'adult=false', 'grown', 'decade']),
    )
    // What was fitted on worked-out columns is what expressions of the raw columns give.
    const { inputs } = transformInputs(table, fitted, allRows(table))
    const width = fitted.inputs.length
    const grown = fitted.inputs.findIndex(({ name }) => name === 'grown')
    const mean = allRows(table).reduce((sum, row) => sum + inputs[row * width + grown]!, 0) / table.rows
    expect(mean).toBeCloseTo(0, 5)
  })

  it('is target and weight', () => {
    const steps: Step[] = [
      { kind: 'formula', id: 'a', enabled: true, name: 'double', formula: 'y * 2' },
      { kind: 'formula', id: 'b', enabled: true, name: 'counts', formula: 'y ^ 2' },
    ]
    const recipe = recipeWith(steps, { target: 'double', roles: { y: 'ignored', counts: 'weight' } })
    const { fitted } = fitRecipe(table, recipe)
    expect(fitted.target.name).toBe('double')
    const rows = Uint32Array.of(1, 9)
    expect(Array.from(actualTargets(table, fitted, rows))).toEqual([4, 20])
    expect(Array.from(rowWeights(table, recipe, rows, new Float32Array(2))!)).toEqual([4, 100])
  })

  it('says groups that stay together', () => {
    const steps: Step[] = [
      { kind: 'formula', id: 'a', enabled: true, name: 'decade', formula: 'floor(year(born) / 10)' },
    ]
    const recipe = recipeWith(steps, {
      roles: { decade: 'group' },
      split: { ...split, test: 0.3, by: { kind: 'group', column: null } },
    })
    const { rows } = prepareRows(table, recipe)
    const decades = (part: Uint32Array) =>
      new Set(
        Array.from(part, (row) =>
          new Date((table.columns[3] as { values: Float64Array }).values[row]!).getUTCFullYear(),
        ).map((year) => Math.floor(year / 10)),
      )
    expect(rows.test.length).toBeGreaterThan(0)
    for (const decade of decades(rows.test)) expect(decades(rows.train)).not.toContain(decade)
  })
})

describe('renaming', () => {
  it('changes what later steps and roles call a column, not what a model asks for', () => {
    const steps: Step[] = [
      { kind: 'rename', id: 'r', enabled: true, column: 'weight', name: 'kilograms' },
      { kind: 'formula', id: 'f', enabled: true, name: 'grams', formula: 'kilograms * 1000' },
    ]
    const roles = { ...onlyFeature('kilograms'), grams: 'feature' as const }
    const { fitted } = fitRecipe(table, recipeWith(steps, { roles }))
    expect(fitted.rawInputs.map(({ name }) => name)).toEqual(['weight'])
    expect(fitted.inputs.map(({ name }) => name)).toEqual(['kilograms', 'grams'])
    const { inputs } = transformInputs(table, fitted, Uint32Array.of(0, 1))
    expect(inputs[0]! - inputs[2]!).toBeCloseTo(inputs[1]! - inputs[3]!, 6)
  })

  it('keeps the role of the name it had, unless the new name has one of its own', () => {
    const steps: Step[] = [
      { kind: 'rename', id: 'r', enabled: true, column: 'weight', name: 'kg' },
      { kind: 'rename', id: 's', enabled: true, column: 'kg', name: 'kilograms' },
      { kind: 'formula', id: 'f', enabled: true, name: 'weight', formula: 'kilograms * 2.2' },
    ]
    const featuresWith = (roles: Recipe['roles']) =>
      prepareRows(table, recipeWith(steps, { roles })).features.map(({ name }) => name)
    expect(featuresWith({ weight: 'ignored' })).toEqual(['height', 'town', 'born'])
    expect(featuresWith({ weight: 'ignored', kilograms: 'feature' })).toEqual(['height', 'kilograms', 'town', 'born'])
    expect(featuresWith({ kg: 'ignored' })).toEqual(['height', 'town', 'born', 'weight'])

    const renamed: Step = { kind: 'rename', id: 'h', enabled: true, column: 'y', name: 'importance' }
    const weighed = recipeWith([renamed], { target: 'height', roles: { y: 'weight' } })
    const into = new Float32Array(2)
    expect(rowWeights(table, weighed, Uint32Array.of(1, 2), into)).toEqual(Float32Array.of(2, 3))
    expect(prepareRows(table, weighed).features.map(({ name }) => name)).toEqual(['weight', 'town', 'born'])
  })

  it('deals the rows by time and by group under its new name', () => {
    const renamed: Step = { kind: 'rename', id: 'r', enabled: true, column: 'town', name: 'place' }
    const by = { kind: 'group' as const, column: null }
    const recipe = recipeWith([renamed], { roles: { town: 'group' }, split: { ...split, validation: 0.3, by } })
    const { rows, features } = prepareRows(table, recipe)
    expect(features.map(({ name }) => name)).not.toContain('place')
    expect(rows.validation.length).toBeGreaterThan(0)
  })
})

describe('steps that choose rows', () => {
  const usedBy = (...steps: Step[]): number[] => Array.from(prepareRows(table, recipeWith(steps)).used)

  it('keep the rows in which a condition is true', () => {
    const filter: Step = { kind: 'filterRows', id: 'f', enabled: true, formula: 'weight > 60' }
    const { used, dropped, droppedByStep } = prepareRows(table, recipeWith([filter]))
    expect(Array.from(used)).toEqual([0, 2, 6, 7, 8])
    expect(dropped).toEqual([{ reason: 'Not weight > 60', count: 5 }])
    expect(droppedByStep.get('f')).toBe(5)
    expect(usedBy({ ...filter, enabled: false } as Step)).toHaveLength(10)
  })

  it('keep one of the rows that agree', () => {
    expect(usedBy({ kind: 'dropDuplicates', id: 'd', enabled: true, columns: 'all', keep: 'first' })).not.toContain(8)
    expect(usedBy({ kind: 'dropDuplicates', id: 'd', enabled: true, columns: 'all', keep: 'last' })).not.toContain(0)
    expect(usedBy({ kind: 'dropDuplicates', id: 'd', enabled: true, columns: ['town'], keep: 'first' })).toEqual([
      0, 1, 3,
    ])
  })

  it('keep the first by the order that sorting gave', () => {
    const sort: Step = { kind: 'sortRows', id: 's', enabled: true, column: 'weight', descending: false }
    const unique: Step = { kind: 'dropDuplicates', id: 'd', enabled: true, columns: ['town'], keep: 'first' }
    expect(usedBy(sort, unique)).toEqual([2, 3, 9])
    expect(usedBy(unique, sort)).toEqual([0, 1, 3])
  })

  it('draw the same sample for the same seed, a larger one around a smaller one', () => {
    const sample = (size: number, unit: 'rows' | 'share', seed = 7): number[] =>
      usedBy({ kind: 'sampleRows', id: 's', enabled: true, size, unit, seed })
    expect(sample(0.5, 'share')).toHaveLength(5)
    expect(sample(4, 'rows')).toEqual(sample(4, 'rows'))
    expect(sample(6, 'rows')).toEqual(expect.arrayContaining(sample(4, 'rows')))
    expect([1, 2, 3, 4, 5].some((seed) => String(sample(4, 'rows', seed)) !== String(sample(4, 'rows')))).toBe(true)
    expect(sample(500, 'rows')).toHaveLength(10)
  })

  it('are no part of a prediction', () => {
    const steps: Step[] = [
      { kind: 'filterRows', id: 'f', enabled: true, formula: 'weight > 60' },
      { kind: 'sampleRows', id: 's', enabled: true, size: 3, unit: 'rows', seed: 1 },
    ]
    const { fitted, rows } = fitRecipe(table, recipeWith(steps))
    expect(rows.train).toHaveLength(3)
    expect(transformInputs(table, fitted, allRows(table)).kept).toHaveLength(10)
  })

  it('are told in the preview', () => {
    const steps: Step[] = [
      bmi,
      { kind: 'filterRows', id: 'f', enabled: true, formula: 'bmi > 20' },
      { kind: 'dropDuplicates', id: 'd', enabled: true, columns: 'all', keep: 'first' },
      { kind: 'sortRows', id: 's', enabled: true, column: 'bmi', descending: true },
      { kind: 'sampleRows', id: 'p', enabled: true, size: 4, unit: 'rows', seed: 1 },
      { kind: 'rename', id: 'r', enabled: true, column: 'town', name: 'place' },
    ]
    const preview = previewRecipe(table, recipeWith(steps))
    expect(preview.steps.slice(0, 6).map(({ summary }) => summary)).toEqual([
      'bmi: weight / (height / 100) ^ 2',
      '3 rows left out, in which bmi > 20 is not true',
      '1 row left out with the same values as another one, of which the first is kept',
      'In the order of bmi, the largest first',
      '2 rows left out; the sample is of 4 rows',
      'town is called place',
    ])
    expect(preview.rows.used).toBe(4)
    expect(preview.findings.filter(({ kind }) => kind === 'stepWithoutColumn')).toEqual([])
  })
})

describe('a look at a step of the table', () => {
  it('shows the column that it makes', () => {
    const renamed: Step = { kind: 'rename', id: 'r', enabled: true, column: 'town', name: 'place' }
    const filter: Step = { kind: 'filterRows', id: 'f', enabled: true, formula: 'y < 4' }
    const looks = ['bmi', 'r', 'f'].map((step) => ({ step, column: null }))
    const [formula, rename, filtered] = previewRecipe(table, recipeWith([bmi, renamed, filter]), { looks }).steps
    expect(formula).toMatchObject({
      columns: [{ name: 'bmi', from: 'bmi', missing: 0, made: 1 }],
      before: null,
      after: [{ name: 'bmi', kind: 'number', sample: ['24.6914', '23.4375', '24.2215', '24.6914'] }],
    })
    expect(rename).toMatchObject({
      before: { name: 'town', sample: ['Bern', 'Basel', 'Bern', 'Bern'] },
      after: [{ name: 'place', sample: ['Bern', 'Basel', 'Bern', 'Bern'] }],
    })
    expect(filtered).toMatchObject({ columns: [], before: null, after: [] })
  })
})

describe('steps that cannot run are refused with what to do', () => {
  const cases: [string, Step, RegExp, RegExp][] = [
    [
      'an unknown column',
      { ...bmi, formula: 'wait / height' } as Step,
      /The formula of “bmi” cannot be used: “wait” at character 1 is no column/,
      /Correct the formula “wait \/ height”/,
    ],
    [
      'a formula that does not parse',
      { ...bmi, formula: 'weight +' } as Step,
      /the formula ends at character 9, where a value should follow/,
      /Correct the formula/,
    ],
    [
      'a name that is taken',
      { ...bmi, name: 'town' } as Step,
      /The formula column is to be “town”, which is a column already/,
      /another name/,
    ],
    ['no name', { ...bmi, name: ' ' } as Step, /The formula column is empty/, /Give the column a name/],
    [
      'a rename of nothing',
      { kind: 'rename', id: 'r', enabled: true, column: 'wieght', name: 'w' },
      /A step renames “wieght”, which is no column/,
      /Did you mean “weight”\?/,
    ],
    [
      'a rename to a name that is taken',
      { kind: 'rename', id: 'r', enabled: true, column: 'weight', name: 'y' },
      /new name of “weight” is to be “y”/,
      /another name/,
    ],
    [
      'a filter that is no condition',
      { kind: 'filterRows', id: 'f', enabled: true, formula: 'weight' },
      /A filter cannot be used: the formula gives a number/,
      /Correct the condition/,
    ],
    [
      'a filter without any row',
      { kind: 'filterRows', id: 'f', enabled: true, formula: 'weight > 1000' },
      /No rows are left to train on. Not weight > 1000 \(10 rows\)/,
      /Loosen the filters/,
    ],
    [
      'duplicates by an unknown column',
      { kind: 'dropDuplicates', id: 'd', enabled: true, columns: ['zzz'], keep: 'first' },
      /Duplicates are to be found by “zzz”/,
      /Choose one of its columns/,
    ],
    [
      'duplicates by no column',
      { kind: 'dropDuplicates', id: 'd', enabled: true, columns: [], keep: 'first' },
      /by no column at all/,
      /Choose the columns/,
    ],
    [
      'a share in percent',
      { kind: 'sampleRows', id: 's', enabled: true, size: 20, unit: 'share', seed: 1 },
      /a share of 20 is more than all rows/,
      /give 0\.2/,
    ],
    [
      'an order by an unknown column',
      { kind: 'sortRows', id: 's', enabled: true, column: 'when', descending: false },
      /to be sorted by “when”/,
      /Choose one/,
    ],
  ]
  it.each(cases)('%s', (_, step, message, hint) => {
    const error = failure(recipeWith([step]))
    expect(error.kind).toBe('unusable-input')
    expect(error.message).toMatch(message)
    expect(error.hint).toMatch(hint)
  })
})
