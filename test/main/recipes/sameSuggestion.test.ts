import { readdir, writeFile } from 'node:fs/promises'
import { basename, delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import type { Application } from '../../../src/main/application.ts'
import type { TrainRequest } from '../../../src/main/cli/trainOptions.ts'
import { trainRecipe } from '../../../src/main/cli/trainRecipe.ts'
import { newId } from '../../../src/main/ids.ts'
import { retarget } from '../../../src/renderer/features/prepare/recipeChanges.ts'
import { startApplication } from '../../support/application.ts'
import { temporaryFolder } from '../../support/folder.ts'
import { seeded } from '../../support/kill.ts'

const fixtures = fileURLToPath(new URL('../../fixtures/import/', import.meta.url))
const samples = fileURLToPath(new URL('../../../resources/samples/', import.meta.url))
/** Targets that are tried of one table. */
const MOST_TARGETS = 4

async function filesOf(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true })
  const tables = entries.filter((entry) => entry.isFile() && !/\.(py|mjs|json|md)$/.test(entry.name))
  return tables.map(({ name }) => join(folder, name))
}

/** What `descent train FILE --target T` asks for. */
function request(target: string, from: TrainRequest['from']): TrainRequest {
  const open = { ignore: undefined, config: undefined, seed: undefined, epochs: undefined, seconds: undefined }
  const rest = { threads: undefined, validation: undefined, test: undefined, testFile: undefined, out: undefined }
  return { from, target, task: 'auto', recipe: {}, ...open, ...rest }
}

interface Studio {
  application: Application
  project: string
}

async function studio(): Promise<Studio> {
  const { application, folder } = await startApplication()
  const { project } = await application.openProjectFile(join(folder, 'p.descent'), { create: true })
  return { application, project }
}

/** The recipe that the window makes of a target that is chosen, and those that the command line makes. */
async function recipesFor({ application, project }: Studio, path: string) {
  const { handlers } = application
  const { file, fileName } = await application.files.register(path, basename(path))
  const dataset = await handlers['datasets.import']({ project, job: newId(), file, options: {} }).catch(() => null)
  if (dataset === null) return null
  const of = { project, dataset: dataset.id }
  const before = await handlers['recipes.suggest']({ ...of, target: null })
  const step = Math.max(1, Math.floor(dataset.columns.length / MOST_TARGETS))
  const targets = dataset.columns.map(({ name }) => name).filter((_, at) => at % step === 0)
  const made = []
  for (const target of targets.slice(0, MOST_TARGETS)) {
    const stored = await handlers['recipes.get'](of)
    const window = retarget(stored, target, { before, after: await handlers['recipes.suggest']({ ...of, target }) })
    const source = { project, dataset, name: fileName }
    const ofFile = await trainRecipe(application, source, request(target, { file: path }), null)
    const inProject = request(target, { project: 'p.descent', dataset: dataset.name })
    made.push({ target, window, ofFile, ofProject: await trainRecipe(application, source, inProject, null) })
  }
  return made
}

test('a column that gives the target away is left out by the window and by the command line', async () => {
  const random = seeded(4)
  const lines = Array.from({ length: 300 }, () => {
    const [size, noise] = [random(), random()]
    const price = 20 + 100 * size + 10 * noise
    return `${size.toFixed(4)},${noise.toFixed(4)},${price > 70 ? 'dear' : 'cheap'},${price > 70 ? 'b' : 'a'}`
  })
  const path = join(await temporaryFolder(), 'leak.csv')
  await writeFile(path, `size,noise,price,band\n${lines.join('\n')}\n`)
  const made = (await recipesFor(await studio(), path)) ?? []
  const { window, ofFile, ofProject } = made.find(({ target }) => target === 'price')!
  expect(window.roles).toMatchObject({ price: 'target', band: 'ignored', size: 'feature' })
  expect(JSON.stringify(ofFile)).toBe(JSON.stringify(window))
  expect(JSON.stringify(ofProject)).toBe(JSON.stringify(window))
})

test('what alone tells of the target is not left out', async () => {
  const random = seeded(5)
  const lines = Array.from({ length: 300 }, () => {
    const [size, noise] = [random(), random()]
    return `${size.toFixed(4)},${noise.toFixed(4)},${(2 * size).toFixed(4)}`
  })
  const path = join(await temporaryFolder(), 'alone.csv')
  await writeFile(path, `size,noise,double\n${lines.join('\n')}\n`)
  const made = (await recipesFor(await studio(), path)) ?? []
  const { window, ofFile } = made.find(({ target }) => target === 'double')!
  expect(window.roles).toMatchObject({ size: 'feature', noise: 'feature' })
  expect(JSON.stringify(ofFile)).toBe(JSON.stringify(window))
})

test('one recipe is suggested for every table at hand, to the byte', { timeout: 3_600_000 }, async () => {
  const folders = [fixtures, samples, ...(process.env['DESCENT_TEST_DATA'] ?? '').split(delimiter).filter(Boolean)]
  const paths = (await Promise.all(folders.map(filesOf))).flat()
  const host = await studio()
  let compared = 0
  for (const path of paths) {
    const made = await recipesFor(host, path)
    if (made === null) continue
    compared++
    for (const { window, ofFile, ofProject } of made) {
      expect(JSON.stringify(ofFile)).toBe(JSON.stringify(window))
      expect(JSON.stringify(ofProject)).toBe(JSON.stringify(window))
    }
  }
  expect(compared).toBeGreaterThan(paths.length / 2)
})
