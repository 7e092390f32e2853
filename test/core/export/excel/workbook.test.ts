import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { defaultRunConfig } from '../../../../src/core/defaults/runConfig.ts'
import { buildExcel } from '../../../../src/core/export/excel/build.ts'
import { programOf } from '../../../../src/core/export/program/program.ts'
import { networkShapes, parameterCount } from '../../../../src/core/network/shapes.ts'
import { engineSpec } from '../../../../src/core/network/spec.ts'
import { fitRecipe } from '../../../../src/core/recipe/fit.ts'
import { zipped } from '../../../../src/main/compute/exports/zipped.ts'
import { findOffice, runOffice } from '../../../../src/main/exports/runners/office.ts'
import { stepSchema, type Step } from '../../../../src/shared/recipes.ts'
import { temporaryFolder } from '../../../support/folder.ts'
import { smallModel } from '../../../support/models.ts'
import { coded, dates, everyStep, numbers, recipeFor, tableOf } from '../../../support/tables.ts'

const provenance = { version: '0.0.0', runName: 'Run 1', metrics: null, dataSha256: null }
const count = numbers('count', [1, 2, 3, 4, 5, 6, 7, 8])
const other = numbers('other', [1, 2, 3, 4, 5, 6, 7, 9])
const city = coded('city', ['"A" & <b>', 'Bern', '"A" & <b>', null, 'Bern', 'bern', 'bern', '1'])

function fitted(steps: readonly Step[] = everyStep) {
  const table = tableOf(count, other, city, numbers('target', [1, 4, 2, 6, 3, 8, 5, 7]))
  return fitRecipe(table, recipeFor('target', { steps: [...steps] })).fitted
}

const row = { count: 2, other: 3, city: '"A" & <b>' }

function sheets(model: Parameters<typeof programOf>[0]): string[] {
  const vectors = [{ row, prediction: 1, details: [] }]
  const parts = buildExcel({ program: programOf(model), provenance, vectors })
  return parts.filter(({ path }) => path.includes('worksheets/sheet')).map(({ xml }) => xml)
}

it('has a row to type into and the test rows below it, with formulas of the same row', () => {
  const [predict = '', , preparation = ''] = sheets(smallModel(fitted(), 'tanh', 1))
  for (const place of ['C2', 'C3']) {
    expect(predict).toContain(
      `<c r="${place}" t="inlineStr"><is><t xml:space="preserve">"A" &amp; &lt;b&gt;</t></is></c>`,
    )
  }
  expect(predict).toMatch(/<c r="D2"><f>IF\(COUNT\(Network!A2:\w+2\)=\d+,Network!\w+2,""\)<\/f><\/c>/)
  expect(preparation).toMatch(/<f>IF\(ISNUMBER\(Predict!A3\)/)
})

it('tells capitals apart where LibreOffice works it out, and has no prediction of a row without a needed value', async () => {
  const office = await findOffice(new AbortController().signal)
  const model = smallModel(fitted(everyStep.slice(2)), 'tanh', 1)
  const values = [row, { ...row, city: 'Bern' }, { ...row, city: 'bern' }, { ...row, other: null }]
  const vectors = values.map((each) => ({ row: each, prediction: 1, details: [] }))
  const folder = await temporaryFolder()
  const path = join(folder, 'a model.xlsx')
  await writeFile(path, await zipped(buildExcel({ program: programOf(model), provenance, vectors })))
  const inner = join(folder, 'check')
  await mkdir(inner)
  const found = join(inner, 'found')
  const check = { path, rows: '', found, folder: inner, fitted: model.fitted, signal: new AbortController().signal }
  const outcome = await runOffice(check)
  if (office === null) {
    expect(outcome).toEqual({ missing: 'LibreOffice' })
    return
  }
  const lines = (await readFile(found, 'utf8')).split('\n')
  const predictions = lines.map((line) => (JSON.parse(line) as (number | null)[])[0])
  expect(predictions[3]).toBeNull()
  expect(new Set(predictions.slice(0, 3)).size).toBe(3)
})

it('shows dates as dates, and takes what is typed as one', () => {
  const day = dates('day', [
    '2020-01-01',
    '2020-02-01',
    null,
    '2020-04-01',
    '2021-01-01',
    '2021-05-01',
    '2022-01-01',
    null,
  ])
  const table = tableOf(day, numbers('target', [1, 4, 2, 6, 3, 8, 5, 7]))
  const model = smallModel(fitRecipe(table, recipeFor('target', { steps: [...everyStep] })).fitted, 'tanh', 1)
  const vectors = [null, 18262, 18262.5].map((value) => ({ row: { day: value }, prediction: 1, details: [] }))
  const parts = buildExcel({ program: programOf(model), provenance, vectors })
  const [predict = ''] = parts.filter(({ path }) => path.includes('worksheets/sheet')).map(({ xml }) => xml)
  expect(predict).toContain('<c r="A2" s="1"/>')
  expect(predict).toContain('<c r="A4" s="1"><v>43831</v></c>')
  expect(predict).toContain('<c r="A5" s="2"><v>43831.5</v></c>')
  expect(parts.find(({ path }) => path === 'xl/styles.xml')?.xml).toContain('formatCode="yyyy\\-mm\\-dd"')
})

it('refuses what formulas cannot say by the name of the column', () => {
  const steps = [stepSchema.parse({ id: 'step', kind: 'hash', columns: 'categories', buckets: 3 }), ...everyStep]
  const model = smallModel(fitted(steps), 'relu', 1)
  expect(() => sheets(model)).toThrow(/Excel cannot say this model: .*hashes texts \(“city”\)/)
})

it('refuses a network that is too large for formulas, and says how large it may be', () => {
  const recipe = fitted()
  const config = defaultRunConfig({ rows: 9, inputs: 1, task: 'regression', classes: null, preset: 'fast', seed: 0 })
  const hidden = [{ kind: 'dense' as const, units: 9000, activation: 'relu' as const, initialization: 'he' as const }]
  const spec = engineSpec(recipe, { ...config, network: { hidden } })
  const weights = new Float32Array(parameterCount(networkShapes(spec))).fill(0.5)
  expect(() => sheets({ fitted: recipe, spec, weights })).toThrow(/more than the 16384 columns that a sheet has/)
})
