import { describe, expect, it } from 'vitest'
import { describeField } from '../../../src/renderer/features/train/form/describe.ts'
import {
  searchForms,
  settingSchema,
  stepForms,
  stepText,
} from '../../../src/renderer/features/prepare/steps/registry.ts'
import { stageOfStep, stages, stepSchema } from '../../../src/shared/recipes.ts'

describe.each(stepForms.map((form) => [form.kind, form] as const))('%s', (kind, form) => {
  it('gives a valid step that can be told in words', () => {
    const step = form.create('x')
    expect(stepSchema.parse(step)).toEqual({ ...step, kind, id: 'x', enabled: true })
    expect(stepText(step)).not.toBe('')
    expect(form.title).not.toBe('')
    expect(form.help).toMatch(/\.$/)
    expect(form.why).toMatch(/\.$/)
  })

  it('asks for settings that its schema has', () => {
    for (const { key, when, entry, label, help } of form.fields) {
      const schema = settingSchema(kind, key)
      expect(schema, key).toBeDefined()
      if (when !== undefined) expect(settingSchema(kind, when.key), when.key).toBeDefined()
      if (entry === undefined) expect(describeField(schema!).type, key).not.toBe('other')
      expect(label).not.toBe('')
      expect(help).toMatch(/\.$/)
    }
  })

  it('asks for every setting there is', () => {
    const settings = Object.keys(stepSchema.options.find(({ shape }) => shape.kind.value === kind)?.shape ?? {})
    const asked = ['kind', 'id', 'enabled', ...form.fields.map(({ key }) => key)]
    expect(asked.toSorted()).toEqual(settings.toSorted())
  })

  it('has a name for every choice', () => {
    for (const { key, entry, options } of form.fields) {
      const described = entry === undefined ? describeField(settingSchema(kind, key)!) : { type: 'other' as const }
      if (described.type === 'choice')
        expect(Object.keys(options ?? {}).toSorted()).toEqual(described.options.toSorted())
    }
  })
})

describe('the gallery', () => {
  it('finds kinds by all of the words, in any order', () => {
    const kinds = (query: string) => searchForms(query, null).flatMap(({ forms }) => forms.map(({ kind }) => kind))
    expect(kinds('Median fill')).toContain('impute')
    expect(kinds('median fill')).not.toContain('standardize')
    expect(kinds('median zzz')).toEqual([])
    expect(kinds('')).toHaveLength(stepForms.length)
  })

  it.each([
    ['date parts', 'dateParts'],
    ['dummies', 'oneHot'],
    ['one hot', 'oneHot'],
    ['scaling', 'standardize'],
    ['normalise', 'minMax'],
    ['imputation', 'impute'],
    ['winsorise', 'outliers'],
    ['lags', 'window'],
    ['moving averages', 'window'],
    ['label encoding', 'ordinal'],
    ['remove duplicates', 'dropDuplicates'],
  ])('finds by the other name “%s” the kind %s', (query, kind) => {
    const kinds = searchForms(query, null).flatMap(({ forms }) => forms.map((form) => form.kind))
    expect(kinds).toContain(kind)
  })

  it('finds words by their beginnings alone', () => {
    const kinds = searchForms('lag', null).flatMap(({ forms }) => forms.map(({ kind }) => kind))
    expect(kinds).toEqual(['window'])
  })

  it('shows the kinds of one stage', () => {
    for (const stage of stages) {
      const kinds = searchForms('', stage).flatMap(({ forms }) => forms.map(({ kind }) => kind))
      expect(kinds.toSorted()).toEqual(
        stepForms
          .map(({ kind }) => kind)
          .filter((kind) => stageOfStep[kind] === stage)
          .toSorted(),
      )
    }
  })
})
