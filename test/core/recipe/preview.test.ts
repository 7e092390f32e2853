import { describe, expect, it } from 'vitest'
import { previewRecipe } from '../../support/preview.ts'
import { recipePreviewSchema, stepSchema } from '../../../src/shared/recipes.ts'
import { coded, dates, numbers, recipeFor, tableOf } from '../../support/tables.ts'

const rows = Array.from({ length: 40 }, (_, row) => row)
const target = coded(
  'target',
  rows.map((row) => (row % 2 === 0 ? 'yes' : 'no')),
)
const noise = numbers(
  'noise',
  rows.map((row) => (row === 3 ? null : (row * 7919) % 13)),
)
const colour = coded(
  'colour',
  rows.map((row) => (row === 5 ? null : ['red', 'green', 'blue'][row % 3]!)),
)

describe('the preview', () => {
  it('says what is used, what each step does with its numbers, and what the network gets', () => {
    const preview = recipePreviewSchema.parse(previewRecipe(tableOf(target, noise, colour), recipeFor('target')))
    expect(preview).toMatchObject({
      task: 'classification',
      classes: [
        { label: 'no', count: 20 },
        { label: 'yes', count: 20 },
      ],
      rows: { total: 40, used: 40, dropped: [], train: 24, validation: 8, test: 8 },
      findings: [],
    })
    expect(preview.inputs.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['noise', 'colour=blue', 'colour=green', 'colour=red']),
    )
    const summaries = new Map(preview.steps.map(({ id, summary }) => [id, summary]))
    expect(summaries.get('dates')).toBe('No column to work on')
    expect(summaries.get('fillNumbers')).toMatch(/^noise: 1 missing value becomes \d+(\.\d+)? \(median\)$/)
    expect(summaries.get('fillCategories')).toBe('colour: 1 missing value becomes “(missing)” (constant)')
    expect(summaries.get('scale')).toBe('noise: mean 0, standard deviation 1')

    expect(preview.steps.every(({ before, after }) => before === null && after.length === 0)).toBe(true)
  })

  it('says what each step works on, and what comes of it', () => {
    const { steps } = previewRecipe(tableOf(target, noise, colour), recipeFor('target'))
    const columns = new Map(steps.map((step) => [step.id, step.columns]))
    expect(columns.get('dates')).toEqual([])
    expect(columns.get('fillNumbers')).toEqual([{ name: 'noise', from: 'noise', missing: 1, made: 1 }])
    expect(columns.get('scale')).toEqual([{ name: 'noise', from: 'noise', missing: 0, made: 1 }])
    expect(columns.get('encode')).toEqual([{ name: 'colour', from: 'colour', missing: 0, made: 4 }])
  })

  it('shows the column that is asked for before and after its step', () => {
    const looks = [
      { step: 'fillNumbers', column: 'noise' },
      { step: 'encode', column: null },
      { step: 'scale', column: 'gone' },
    ]
    const preview = recipePreviewSchema.parse(
      previewRecipe(tableOf(target, noise, colour), recipeFor('target'), { looks }),
    )
    const step = (id: string) => preview.steps.find((one) => one.id === id)!
    expect(step('fillNumbers').before).toMatchObject({ name: 'noise', missing: 1 })
    expect(step('fillNumbers').before!.sample[3]).toBe('')
    expect(step('fillNumbers').after).toEqual([expect.objectContaining({ name: 'noise', missing: 0 })])
    expect(step('encode').before!.top.map(({ value }) => value)).toContain('(missing)')
    expect(step('encode').after.map(({ name }) => name)).toEqual([
      'colour=(missing)',
      'colour=blue',
      'colour=green',
      'colour=red',
    ])
    expect(step('encode').after[0]!.top.reduce((sum, { count }) => sum + count, 0)).toBe(40)
    expect(step('scale').before).toMatchObject({ name: 'noise' })
    expect(step('fillCategories').before).toBeNull()
  })

  it('shows at most twelve of the columns that come of one', () => {
    const many = coded(
      'many',
      rows.map((row) => `level ${row % 20}`),
    )
    const { steps, inputs } = previewRecipe(tableOf(target, many), recipeFor('target'), {
      looks: [{ step: 'encode', column: 'many' }],
    })
    const encode = steps.find(({ id }) => id === 'encode')!
    expect(encode.columns[0]!.made).toBe(inputs.length)
    expect(inputs.length).toBeGreaterThan(12)
    expect(encode.after).toHaveLength(12)
  })

  it('reports columns that cannot reach the network instead of failing', () => {
    const when = dates(
      'when',
      rows.map(() => '2020-01-01T10:30:00Z'),
    )
    const preview = previewRecipe(tableOf(target, noise, colour, when), recipeFor('target', { steps: [] }))
    expect(preview.findings.map(({ kind, column }) => ({ kind, column }))).toEqual(
      expect.arrayContaining([
        { kind: 'stillCategorical', column: 'colour' },
        { kind: 'stillDate', column: 'when' },
      ]),
    )
    expect(preview.findings[0]!.remedies).toContainEqual(expect.objectContaining({ kind: 'ignoreColumn' }))
  })

  it('proposes steps that mend what it finds', () => {
    const when = dates(
      'when',
      rows.map((row) => (row === 7 ? null : '2020-01-01T10:30:00Z')),
    )
    const table = tableOf(target, noise, colour, when)
    let recipe = recipeFor('target', { steps: [] })
    for (let mended = 0; mended < 10; mended++) {
      const [first] = previewRecipe(table, recipe).findings
      if (first === undefined) break
      const [remedy] = first.remedies
      if (remedy?.kind !== 'addStep') throw new Error(`${first.kind} has no step as its remedy`)
      const step = stepSchema.parse({ ...remedy.step, id: `mend ${mended}` })
      recipe = { ...recipe, steps: [...recipe.steps, step] }
    }
    expect(previewRecipe(table, recipe).findings).toEqual([])
    expect(recipe.steps.map(({ kind }) => kind).toSorted()).toEqual(['dateToNumber', 'impute', 'impute', 'oneHot'])
  })

  it('knows the columns that steps make, though a later one takes them', () => {
    const when = dates(
      'when',
      rows.map((row) => new Date(Date.UTC(2024, 0, 1 + row * 9)).toISOString()),
    )
    const made = { kind: 'dateParts', id: 'parts', columns: ['when'], parts: ['month'] }
    const steps = [made, { kind: 'bin', id: 'bins', columns: ['when month'], output: 'category' }].map((one) =>
      stepSchema.parse(one),
    )
    const recipe = recipeFor('target')
    const { findings, steps: seen } = previewRecipe(tableOf(target, when), {
      ...recipe,
      steps: [...steps, ...recipe.steps],
    })
    expect(seen.find(({ id }) => id === 'bins')?.columns).toHaveLength(1)
    expect(findings).toEqual([])
  })

  it('says of which step it speaks', () => {
    const empty = numbers(
      'empty',
      rows.map(() => null),
    )
    const steps = [
      { kind: 'impute' as const, id: 'fill', enabled: true, columns: 'numbers' as const, method: 'mean' as const },
    ]
    const { findings } = previewRecipe(tableOf(target, noise, empty), recipeFor('target', { steps }))
    expect(findings).toContainEqual(expect.objectContaining({ kind: 'allMissing', column: 'empty', step: 'fill' }))
  })

  it('says at which step no rows are left', () => {
    const steps = [
      stepSchema.parse({ kind: 'filterRows', id: 'few', formula: 'noise > 1' }),
      stepSchema.parse({ kind: 'filterRows', id: 'none', formula: 'noise < 0' }),
    ]
    expect(() => previewRecipe(tableOf(target, noise), recipeFor('target', { steps }))).toThrow(
      expect.objectContaining({ where: { step: 'none' } }),
    )
  })

  it('offers to mend a logarithm of negative numbers at its step', () => {
    const negative = numbers(
      'negative',
      rows.map((row) => row - 20),
    )
    const steps = [
      ...recipeFor('target').steps,
      stepSchema.parse({ kind: 'log1p', id: 'log', columns: ['negative', 'noise'] }),
    ]
    const { findings } = previewRecipe(
      tableOf(target, noise, negative),
      recipeFor('target', { steps: steps.toReversed() }),
    )
    const [first] = findings
    expect(first).toMatchObject({ kind: 'noLogarithm', step: 'log', column: 'negative' })
    expect(first?.remedies).toEqual([
      { kind: 'editStep', label: 'Take the signed logarithm', step: 'log', settings: { signed: true } },
      { kind: 'editStep', label: 'Leave “negative” out of this step', step: 'log', settings: { columns: ['noise'] } },
      { kind: 'ignoreColumn', label: 'Ignore “negative”', column: 'negative' },
    ])
  })

  it('warns of parts that a column leaves without rows, and of none that were not asked for', () => {
    const part = coded(
      'part',
      rows.map((row) => (row < 30 ? 'a' : 'b')),
    )
    const split = { validation: 0.2, test: 0, stratify: false, seed: 0 }
    const by = { kind: 'column' as const, column: 'part', train: ['a'], validation: [], test: ['b'] }
    const findingsOf = (chosen: object) =>
      previewRecipe(
        tableOf(target, noise, part),
        recipeFor('target', { roles: { part: 'ignored' }, split: { ...split, ...chosen } }),
      ).findings.map(({ kind, message }) => [kind, message.split(':')[0]])
    expect(findingsOf({ by })).toEqual([['emptyPart', 'No row is for validation']])
    expect(findingsOf({ by: { ...by, train: ['a', 'b'], test: [] } })).toEqual([
      ['emptyPart', 'No row is for validation'],
      ['emptyPart', 'No row is for the test'],
    ])
    expect(findingsOf({})).toEqual([])
  })

  it('warns of a class without training rows and of steps without their column', () => {
    const rare = coded(
      'target',
      rows.map((row) => (row < 38 ? 'no' : 'yes')),
    )
    const { findings } = previewRecipe(
      tableOf(rare, noise),
      recipeFor('target', {
        steps: [...recipeFor('target').steps, { kind: 'minMax', id: 'gone', enabled: true, columns: ['renamed'] }],
      }),
    )
    expect(findings.map(({ kind }) => kind)).toEqual(['stepWithoutColumn'])

    const unstratified = { validation: 0.3, test: 0.3, stratify: false }
    const kinds = Array.from({ length: 20 }, (_, seed) =>
      previewRecipe(tableOf(rare, noise), recipeFor('target', { split: { ...unstratified, seed } })).findings.map(
        ({ kind }) => kind,
      ),
    ).flat()
    expect(kinds).toContain('classNotInTraining')
  })
})
