import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { newId } from '../../../src/main/ids.ts'
import { importTable, proposal, startApplication, untilEnded } from '../../support/application.ts'
import { temporaryFolder } from '../../support/folder.ts'
import { plantTable } from '../../support/makeTable.ts'

/** A name as nobody should have it, which must not become part of the page. */
const hostile = '<script>alert("x")</script>'

async function reportOn(target: string) {
  const folder = await temporaryFolder()
  const { application } = await startApplication(folder)
  const path = join(folder, 'plants.csv')
  await writeFile(path, plantTable(300).replace('width', `"${hostile.replaceAll('"', '""')}"`))
  const { project, dataset } = await importTable(application, join(folder, 'p.descent'), path)
  const { recipe, config } = await proposal(application, project, dataset.id, target)
  const small = { ...config, training: { ...config.training, epochs: 5 } }
  const { handlers, artifacts } = application
  const start = { project, dataset: dataset.id, recipe, config: small, name: `Run ${hostile}` }
  const { id: run } = await handlers['runs.start'](start)
  await untilEnded(application, project, run)
  const report = await handlers['exports.report']({ project, run, job: newId() })
  const page = await readFile(artifacts.resolve(report.artifact).path, 'utf8')
  return { handlers, project, run, dataset, page, report }
}

test.each(['kind', 'weight'])(
  'a report on a model of %s says what is known of it, and loads nothing',
  async (target) => {
    const { handlers, project, run, dataset, page, report } = await reportOn(target)
    expect(report.fileName).toMatch(/\.html$/)
    expect(report.sizeBytes).toBe(Buffer.byteLength(page))
    // Every tag that is opened is closed, none but those of the writer is there, and none loads anything.
    const open: string[] = []
    const alone = new Set(['meta', '!doctype'])
    for (const [, close, name = '', own] of page.matchAll(/<(\/?)([!a-zA-Z0-9]+)[^<>]*?(\/?)>/g)) {
      if (close === '/') expect(open.pop()).toBe(name)
      else if (own !== '/' && !alone.has(name)) open.push(name)
    }
    expect(open).toEqual([])
    expect(page).not.toMatch(/<script|<img|<link|<iframe|@import|url\(|src=|href=/i)
    expect(page).toContain('&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;')

    expect(page).toContain(dataset.source.sha256)
    const { scores } = await handlers['evaluation.scores']({ project, run, split: 'test', job: newId() })
    const { intervals } = await handlers['evaluation.intervals']({ project, run, split: 'test', job: newId() })
    const names = target === 'kind' ? (['accuracy', 'logLoss', 'mcc'] as const) : (['rmse', 'r2', 'bias'] as const)
    const text = (value: number | null | undefined) =>
      new Intl.NumberFormat(undefined, { maximumSignificantDigits: 4 }).format(value ?? NaN)
    for (const name of names) {
      expect(page).toContain(`<td>${text(scores[name])}</td>`)
      expect(page).toContain(`<td>${text(intervals[name]?.low)} to ${text(intervals[name]?.high)}</td>`)
    }
    const asked = { project, run, split: 'test', job: newId(), effort: 'usual', together: false, seed: 0 } as const
    const { importances } = await handlers['explain.importance'](asked)
    expect(importances.length).toBe(4)
    const short = new Intl.NumberFormat(undefined, { maximumSignificantDigits: 3 })
    for (const { importance } of importances) expect(page).toContain(`<td>${short.format(importance)}</td>`)
    expect(page).toContain(target === 'kind' ? 'What was taken for what' : 'Predicted against actual weight')
  },
)
