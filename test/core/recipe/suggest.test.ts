import { describe, expect, it } from 'vitest'
import { suggestRecipe } from '../../../src/core/recipe/suggest.ts'
import type { ColumnKind, ColumnSummary, Finding } from '../../../src/shared/datasets.ts'
import { recipeSchema } from '../../../src/shared/recipes.ts'

const rows = 200

function summary(name: string, kind: ColumnKind, distinct: number, more: Partial<ColumnSummary> = {}): ColumnSummary {
  return {
    index: 0,
    name,
    kind,
    inferredKind: kind,
    missing: 0,
    missingMarkers: [],
    reading: { numberFormat: 'plain', dateOrder: 'yearFirst' },
    distinct,
    unparsed: 0,
    min: 5,
    max: 90,
    mean: 40,
    std: 10,
    quartiles: [20, 40, 60],
    histogram: null,
    top: [],
    warnings: [],
    ...more,
  }
}

function rolesOf(...columns: ColumnSummary[]): Record<string, string> {
  return suggestRecipe(columns, rows, null).recipe.roles
}

describe('suggestRecipe', () => {
  it('proposes every step that the kinds need, in an order that works, each with a reason', () => {
    const columns = [
      summary('price', 'number', 150),
      summary('size', 'number', 80, { missing: 3 }),
      summary('colour', 'category', 5, { missing: 20 }),
      summary('sold', 'date', 100),
    ]
    const { recipe, reasons } = suggestRecipe(columns, rows, 'price')
    expect(recipeSchema.parse(recipe)).toEqual(recipe)
    expect(recipe.steps.map(({ kind }) => kind)).toEqual(['dateToNumber', 'impute', 'impute', 'standardize', 'oneHot'])
    expect(recipe.roles).toEqual({ price: 'target', size: 'feature', colour: 'feature', sold: 'feature' })
    expect(recipe.split).toEqual({ validation: 0.15, test: 0.15, stratify: false, seed: 0 })
    for (const { id } of recipe.steps) expect(reasons[id]).toMatch(/\.$/)
    expect(reasons.fillNumbers).toContain('“size”')
    expect(reasons.target).toContain('regression')
    expect(reasons.split).toMatch(/by chance.*deal rows by time \(“/)
    expect(reasons.dates).toContain('add the step that takes dates apart')
  })

  it('leaves out steps that would have nothing to do', () => {
    const { recipe } = suggestRecipe([summary('x', 'number', 50), summary('y', 'number', 2)], rows, 'y')
    expect(recipe.steps.map(({ kind }) => kind)).toEqual(['impute', 'standardize'])
    expect(recipe.split.stratify).toBe(true)
  })

  it('guesses no target and says so', () => {
    const { recipe, reasons } = suggestRecipe([summary('x', 'number', 50)], rows, null)
    expect(recipe.target).toBeNull()
    expect(reasons.target).toBe('Choose what the network should learn to predict.')
    expect(reasons.split).not.toContain('class')
    expect(reasons.split).not.toContain('time')
  })

  it('refuses a target that is not there', () => {
    expect(() => suggestRecipe([summary('x', 'number', 50)], rows, 'y')).toThrow(/no column “y”/)
  })

  it('ignores columns that say nothing or name the rows, with the reason', () => {
    const columns = [
      summary('empty', 'category', 0, { missing: rows }),
      summary('same', 'number', 1),
      summary('counter', 'number', rows, { min: 1, max: rows }),
      summary('customerId', 'number', rows, { min: 4711, max: 99999 }),
      summary('name', 'text', 190),
      summary('code', 'category', 120),
      summary('mostly gone', 'number', 4, { missing: 195 }),
    ]
    const { recipe, reasons } = suggestRecipe(columns, rows, null)
    for (const { name } of columns) {
      expect([name, recipe.roles[name]]).toEqual([name, 'ignored'])
      expect(reasons[`role:${name}`]).toContain(`“${name}”`)
    }
  })

  it('keeps columns that merely look like it', () => {
    const columns = [
      summary('paid', 'number', 190),
      summary('year', 'number', rows, { min: 1801, max: 2000 }),
      summary('flag', 'boolean', 1, { missing: 50 }),
      summary('deck', 'category', 7, { missing: 150 }),
      summary('grid', 'number', 90),
    ]
    expect(Object.values(rolesOf(...columns))).toEqual(columns.map(() => 'feature'))
  })

  describe('follows what was found in the table', () => {
    const finding = (kind: string, column: string, ...ignore: string[]): Finding => ({
      kind,
      severity: 'warning',
      message: `${kind} of ${column}.`,
      column,
      remedies: ignore.map((name) => ({ kind: 'ignoreColumn', label: 'Ignore', column: name })),
    })
    const found = (column: ColumnSummary, ...warnings: Finding[]): ColumnSummary => ({ ...column, warnings })

    it('ignores columns that name rows or say what another one says, never the target', () => {
      const columns = [
        found(summary('order', 'number', 190), finding('identifier', 'order', 'order')),
        summary('kilos', 'number', 80),
        summary('name', 'category', 4),
      ]
      const doubles = [
        finding('duplicateColumn', 'kilos', 'kilos', 'grams'),
        finding('equivalentColumn', 'name', 'name', 'code'),
      ]
      const more = [...columns, summary('grams', 'number', 80), summary('code', 'category', 4)]
      const { recipe, reasons, findings } = suggestRecipe(more, rows, 'kilos', doubles)
      expect(recipe.roles).toEqual({
        order: 'ignored',
        kilos: 'target',
        name: 'ignored',
        grams: 'ignored',
        code: 'feature',
      })
      expect(reasons['role:grams']).toBe('duplicateColumn of kilos.')
      expect(findings?.map(({ kind, served, answer }) => [kind, served, answer])).toEqual([
        ['duplicateColumn', true, '“grams” is ignored.'],
        ['equivalentColumn', true, '“name” is ignored.'],
        ['identifier', true, '“order” is ignored.'],
      ])
    })

    it('ignores a column that gives the target away', () => {
      const columns = [summary('paid', 'number', 80), summary('price', 'number', 90)]
      const { recipe } = suggestRecipe(columns, rows, 'price', [finding('targetLeak', 'paid', 'paid')])
      expect(recipe.roles).toEqual({ paid: 'ignored', price: 'target' })
    })

    it('clips only the values that were found far from the others, before columns are scaled', () => {
      const far = (column: string, limit: number): Finding => ({
        ...finding('outliers', column),
        remedies: [{ kind: 'addStep', label: 'Clip them', step: { kind: 'outliers', columns: [column], limit } }],
      })
      const columns = [
        found(summary('size', 'number', 80), far('size', 3)),
        found(summary('tip', 'number', 80), far('tip', 7)),
        found(summary('age', 'number', 80), far('age', 3)),
        found(summary('price', 'number', 90), far('price', 3)),
        found(summary('day', 'date', 90), finding('outliers', 'day')),
      ]
      const { recipe, reasons, findings } = suggestRecipe(columns, rows, 'price')
      expect(recipeSchema.parse(recipe)).toEqual(recipe)
      const kinds = ['dateToNumber', 'impute', 'outliers', 'outliers', 'standardize']
      expect(recipe.steps.map(({ kind }) => kind)).toEqual(kinds)
      expect(recipe.steps[2]).toMatchObject({ columns: ['size', 'age'], action: 'clip', limit: 3 })
      expect(recipe.steps[3]).toMatchObject({ columns: ['tip'], action: 'clip', limit: 7 })
      expect(reasons['clip']).toContain('“size”')
      expect(reasons['clip7']).toContain('more than 7 quartile ranges')
      expect(findings?.map(({ served }) => served)).toEqual([true, true, true, false, false])
    })

    it('says why it leaves a finding to a person, and is silent on how the file was read', () => {
      const columns = [
        found(summary('age', 'number', 80), finding('disguisedMissing', 'age'), finding('numberFormat', 'age')),
      ]
      const { findings } = suggestRecipe(columns, rows, null)
      expect(findings).toEqual([
        {
          kind: 'disguisedMissing',
          message: 'disguisedMissing of age.',
          served: false,
          column: 'age',
          answer: expect.stringContaining('Data reads it as missing'),
        },
      ])
    })
  })
})
