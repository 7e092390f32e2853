import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { lossOfIgnorance } from '../../../src/core/monitoring/ignorance.ts'
import { lossWarnings } from '../../../src/core/monitoring/lossWarnings.ts'
import type { Losses } from '../../../src/core/monitoring/curves.ts'
import type { RunConfig } from '../../../src/shared/training.ts'
import { importTable, proposal, startApplication, untilEnded } from '../../support/application.ts'
import { temporaryFolder } from '../../support/folder.ts'
import { seeded } from '../../support/kill.ts'

type Made = (a: number, b: number, noise: number) => number | string

/** A table of 300 rows whose target hangs on two numbers and on chance. */
function tableOf(made: Made): string {
  const next = seeded(5)
  const lines = Array.from({ length: 300 }, () => {
    const [a, b, noise] = [4 * next() - 2, 4 * next() - 2, next() + next() + next() - 1.5]
    return `${a.toFixed(4)},${b.toFixed(4)},${made(a, b, noise)}`
  })
  return `a,b,y\n${lines.join('\n')}\n`
}

const tables: [string, Made][] = [
  ['a line', (a, b) => 2 * a - b],
  ['a line in much noise', (a, _b, noise) => a + 6 * noise],
  ['nothing but noise', (_a, _b, noise) => noise],
  ['classes', (a, _b, noise) => (a + noise > 0 ? 'yes' : 'no')],
  ['quadrants', (a, b) => (a * b > 0 ? 'p' : 'q')],
]

/** The warnings that a person would have seen after each epoch of a run at so many times the default rate. */
async function warningsOf(made: Made, times: number): Promise<Set<string>[]> {
  const folder = await temporaryFolder()
  const { application } = await startApplication(folder)
  const path = join(folder, 'table.csv')
  await writeFile(path, tableOf(made))
  const { project, dataset } = await importTable(application, join(folder, 'p.descent'), path)
  const { recipe, config: standard } = await proposal(application, project, dataset.id, 'y')
  const { training } = standard
  const config: RunConfig = { ...standard, training: { ...training, learningRate: training.learningRate * times } }
  const { id: run } = await application.handlers['runs.start']({ project, dataset: dataset.id, recipe, config })
  const ended = await untilEnded(application, project, run)
  const series = await application.handlers['runs.series']({ project, run, points: 10_000 })
  const losses: Losses = {
    epochs: Float64Array.from(series.epochs),
    train: Float64Array.from(series.train, (loss) => loss ?? NaN),
    validation: Float64Array.from(series.validation ?? [], (loss) => loss ?? NaN),
  }
  const isClasses = typeof made(1, 1, 0) === 'string'
  const ignorance = isClasses ? Math.log(2) : 1
  expect(ended.task).toBe(isClasses ? 'classification' : 'regression')
  return Array.from(losses.epochs, (_, at) => {
    const until: Losses = {
      epochs: losses.epochs.subarray(0, at + 1),
      train: losses.train.subarray(0, at + 1),
      validation: losses.validation.subarray(0, at + 1),
    }
    const loss = Math.min(...until.validation)
    const best = { epoch: until.epochs[until.validation.indexOf(loss)] ?? 0, loss }
    const known = { first: losses.train[0] ?? null, ignorance }
    return new Set(lossWarnings(until, known, best, config, []).map(({ kind }) => kind))
  })
}

test.each(tables)('a sound run on %s is not warned of its learning rate', async (_name, made) => {
  const warnings = await warningsOf(made, 1)
  expect(warnings.length).toBeGreaterThan(5)
  const rates = warnings.filter((kinds) => ['exploding', 'rateTooHigh', 'rateTooLow'].some((kind) => kinds.has(kind)))
  expect(rates).toEqual([])
})

test.each(tables.slice(0, 3))('a run at 300 times the default rate on %s is warned of it', async (_name, made) => {
  const warnings = await warningsOf(made, 300)
  expect([...(warnings.at(-1) ?? [])].some((kind) => kind === 'rateTooHigh' || kind === 'exploding')).toBe(true)
})

test('a network that knows nothing has the loss of equally likely classes, or of the mean', () => {
  const network = { hidden: [] }
  const classes = { task: 'classification' as const, name: 'y', classes: ['a', 'b', 'c'] }
  expect(lossOfIgnorance(classes as Parameters<typeof lossOfIgnorance>[0], { network })).toBeCloseTo(Math.log(3), 12)
  const number = { task: 'regression' as const, name: 'y', scale: 2, offset: 0, std: 3 }
  expect(lossOfIgnorance(number as Parameters<typeof lossOfIgnorance>[0], { network })).toBe(2.25)
  const quantile = { ...network, loss: { kind: 'quantile' as const, quantiles: [0.5] } }
  expect(lossOfIgnorance(number as Parameters<typeof lossOfIgnorance>[0], { network: quantile })).toBeNull()
})
