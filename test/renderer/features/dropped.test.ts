import { afterEach, expect, test } from 'vitest'
import { configurationIn, droppedConfig, giveToForm } from '../../../src/renderer/features/train/dropped/dropped.ts'
import { changesText } from '../../../src/renderer/features/train/dropped/tellImported.ts'

afterEach(() => droppedConfig.set(null))

test('a file of settings is known by its content', async () => {
  const settings = '\uFEFF{"training": {"epochs": 20}}'
  expect(await configurationIn(new File([settings], 'Run.JSON'))).toContain('"epochs"')
  expect(await configurationIn(new File([settings], 'run.csv'))).toBeNull()
  expect(await configurationIn(new File(['[{"training": 1}]'], 'table.json'))).toBeNull()
  expect(await configurationIn(new File(['{"training": '], 'broken.json'))).toBeNull()
})

test('without a form that is shown nobody takes it', () => {
  expect(giveToForm({ fileName: 'run.json', text: '{}' })).toBe(false)
  expect(droppedConfig.get()).toBeNull()
})

test('what a file changed is said in a sentence', () => {
  const change = (label: string) => ({ label, from: '1', to: '2' })
  expect(changesText([])).toBe('It changed nothing: the form has these settings already.')
  expect(changesText([change('Epochs')])).toBe('Changed 1 setting (Epochs: 1 → 2). Ctrl+Z takes it back.')
  expect(changesText(['A', 'B', 'C', 'D'].map(change))).toBe(
    'Changed 4 settings (A: 1 → 2; B: 1 → 2; C: 1 → 2; …). Ctrl+Z takes it back.',
  )
})
