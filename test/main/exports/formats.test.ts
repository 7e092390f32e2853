import { readFile, writeFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { findOffice } from '../../../src/main/exports/runners/office.ts'
import { newId } from '../../../src/main/ids.ts'
import { exportExtensions, exportFormats, type ExportFormat } from '../../../src/shared/exports.ts'
import { importTable, proposal, startApplication, untilEnded } from '../../support/application.ts'
import { temporaryFolder } from '../../support/folder.ts'
import { importModule } from '../../support/importModule.ts'
import { plantTable } from '../../support/makeTable.ts'
import { pythonWithNumpy } from '../../support/python.ts'

/** What is expected of each check, on a machine with LibreOffice or without it. */
async function expectedCheck(format: ExportFormat) {
  const { signal } = new AbortController()
  if (format === 'postgresql') return { state: 'notRun' }
  if (format !== 'excel') return { state: 'passed', split: 'test', rows: 30 }
  return (await findOffice(signal)) === null ? { state: 'notRun' } : { state: 'passed', split: 'test', rows: 20 }
}

/** Weights in small units: numbers whose float32 has no digits behind the point. */
const large = 1e6

/** A small run on a table with numbers, categories and gaps. */
async function trainedRun(target: 'kind' | 'weight') {
  const folder = await temporaryFolder()
  const { application } = await startApplication(folder)
  const path = join(folder, 'plants.csv')
  await writeFile(
    path,
    plantTable(200).replaceAll(/[\d.]+$/gm, (weight) => String(Number(weight) * large)),
  )
  const { project, dataset } = await importTable(application, join(folder, 'p.descent'), path)
  const { recipe, config } = await proposal(application, project, dataset.id, target)
  const small = { ...config, training: { ...config.training, epochs: 5 } }
  const { id: run } = await application.handlers['runs.start']({ project, dataset: dataset.id, recipe, config: small })
  await untilEnded(application, project, run)
  return { application, project, run }
}

test.each(['kind', 'weight'] as const)(
  'a model of %s is exported in every format, and predicts the same',
  async (target) => {
    vi.stubEnv('DESCENT_PYTHON', await pythonWithNumpy())
    onTestFinished(() => void vi.unstubAllEnvs())
    const { application, project, run } = await trainedRun(target)
    const exported = async (format: ExportFormat) => {
      const report = await application.handlers['exports.create']({ project, run, job: newId(), format })
      return { report, path: application.artifacts.resolve(report.artifact).path }
    }
    for (const format of exportFormats) {
      const { report, path } = await exported(format)
      expect(extname(path)).toBe(exportExtensions[format])
      expect([format, report.check]).toMatchObject([format, await expectedCheck(format)])
    }
    const module = await importModule(await readFile((await exported('javascript')).path, 'utf8'))
    expect(module.inputs.map(({ name }) => name)).toContain('height')
    expect(module.about).toMatchObject({ target, dataSha256: expect.stringMatching(/^[0-9a-f]{64}$/) })
    expect(module.testVectors).toHaveLength(20)
    expect(module.selfCheck()).toBeLessThan(target === 'kind' ? 1e-4 : 1e-4 * large)
  },
  300_000,
)
