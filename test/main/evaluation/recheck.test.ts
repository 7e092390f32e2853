import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { newId } from '../../../src/main/ids.ts'
import { importTable, proposal, startApplication, untilEnded } from '../../support/application.ts'
import { temporaryFolder } from '../../support/folder.ts'
import { writePlants } from '../../support/makeTable.ts'

/** Plants, every fourteenth of which has another label than it should, and one a weight with its point a digit too far right. */
async function planted() {
  const folder = await temporaryFolder()
  const path = await writePlants(join(folder, 'plants.csv'), 420)
  const [header = '', ...lines] = (await readFile(path, 'utf8')).trimEnd().split('\n')
  const wrong = new Set<number>()
  const typo = 100
  const changed = lines.map((line, row) => {
    const fields = line.split(',')
    if (row === typo) fields[4] = String(10 * Number(fields[4]))
    if (row % 14 === 5) {
      wrong.add(row)
      fields[3] = fields[3] === 'small' ? 'large' : 'small'
    }
    return fields.join(',')
  })
  await writeFile(path, `${[header, ...changed].join('\n')}\n`)
  const { application } = await startApplication(folder)
  const { project, dataset } = await importTable(application, join(folder, 'p.descent'), path)
  const train = async (target: string) => {
    const { recipe, config } = await proposal(application, project, dataset.id, target)
    const split = { ...recipe.split, validation: 0.1, test: 0 }
    const settings = { ...config, training: { ...config.training, epochs: 60, earlyStopping: null } }
    const of = { project, dataset: dataset.id, recipe: { ...recipe, split }, config: settings }
    return untilEnded(application, project, (await application.handlers['runs.start'](of)).id)
  }
  return { application, project, train, wrong, typo }
}

test('planted wrong labels of training rows are found far more often than by chance', async () => {
  const { application, project, train, wrong } = await planted()
  const run = await train('kind')
  const ask = () => application.handlers['evaluation.recheck']({ project, run: run.id, job: newId(), split: 'train' })
  const found = await ask()
  expect(found.rows).toBe(run.rows.train)
  expect(found.epochs.length).toBeGreaterThan(5)
  // About 27 of 378 training rows are wrong: by chance, two of the first 27 would be.
  const first = found.suspects.slice(0, 27)
  expect(first.filter(({ row }) => wrong.has(row)).length).toBeGreaterThan(18)
  expect(found.likely).toBeGreaterThan(15)
  expect(found.suspects.filter(({ likely }) => likely).every(({ margin }) => (margin ?? 0) < 0)).toBe(true)
  expect(found.columns).not.toContain('kind')
  expect(first[0]?.texts).toHaveLength(found.columns.length)
  expect(first[0]?.line).toBe((first[0]?.row ?? 0) + 2)
  // What is known is answered at once.
  expect(await ask()).toBe(found)
})

test('the same look asked for twice at once is answered twice', async () => {
  const { application, project, train } = await planted()
  const run = await train('kind')
  const of = () => ({ project, run: run.id, job: newId(), split: 'train' as const })
  const { handlers } = application
  const [one, other] = await Promise.all([handlers['evaluation.recheck'](of()), handlers['evaluation.recheck'](of())])
  expect(other).toEqual(one)
  const [worst, again] = await Promise.all([
    handlers['evaluation.worstSlices'](of()),
    handlers['evaluation.worstSlices'](of()),
  ])
  expect(again).toEqual(worst)
})

test('a number with its decimal point in the wrong place comes first, with what it may have been', async () => {
  const { application, project, train, typo } = await planted()
  const run = await train('weight')
  const split = 'train'
  const found = await application.handlers['evaluation.recheck']({ project, run: run.id, job: newId(), split })
  const suspect = found.suspects.find(({ row }) => row === typo)
  if (suspect === undefined) throw new Error('the typo is no training row, or not among the first')
  expect(found.suspects.indexOf(suspect)).toBe(0)
  expect(suspect).toMatchObject({ likely: true, odd: { kind: 'far', column: 'weight', factor: 10 } })
})
