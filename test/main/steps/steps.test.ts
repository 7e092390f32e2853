import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { RunConfig } from '../../../src/shared/training.ts'
import { importTable, proposal, startApplication, untilEnded } from '../../support/application.ts'
import { temporaryFolder } from '../../support/folder.ts'
import { writePlants } from '../../support/makeTable.ts'

/** A run that has ended, of a small tanh network with plain momentum. */
async function trained(target: string, network: Partial<RunConfig['network']> = {}) {
  const folder = await temporaryFolder()
  const { application } = await startApplication(folder)
  const table = await writePlants(join(folder, 'plants.csv'), 200)
  const { project, dataset } = await importTable(application, join(folder, 'p.descent'), table)
  const { recipe, config } = await proposal(application, project, dataset.id, target)
  const hidden = [{ kind: 'dense' as const, units: 4, activation: 'tanh' as const, initialization: 'glorot' as const }]
  const settings = {
    network: { ...config.network, hidden, ...network },
    training: {
      ...config.training,
      optimizer: { kind: 'momentum' as const, momentum: 0.9 },
      learningRate: 0.05,
      epochs: 3,
      l2: 0,
      earlyStopping: null,
    },
  }
  const { handlers } = application
  const { id: run } = await handlers['runs.start']({ project, dataset: dataset.id, recipe, config: settings })
  await untilEnded(application, project, run)
  return { handlers, of: { project, run, moment: 'next' as const, member: 0 } }
}

test('a step of a row hangs together: sums, activations, gradients, updates, and a measured gradient', async () => {
  const { handlers, of } = await trained('kind')
  const view = await handlers['steps.view']({ ...of, row: null })
  expect(view.split).toBe('train')
  expect(view.inputNames).toContain('width')
  expect(view.inputNames.some((name) => name.startsWith('place='))).toBe(true)
  expect(view.outputNames).toEqual(['flat', 'large', 'small'])
  expect(view.actual).toBe(view.outputNames[view.target])
  expect(view.predictions.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 6)
  expect(view.stages.map(({ kind, outputs }) => [kind, outputs.length])).toEqual([
    ['features', view.inputNames.length],
    ['dense', 4],
    ['activation', 4],
    ['dense', 3],
  ])
  const [features, sums, activations, scores] = view.stages
  expect(view.loss).toBeCloseTo(-Math.log(view.predictions[view.target]!), 5)

  const ofUnit = { ...of, row: view.row, unit: 2 }
  const unit = await handlers['steps.unit']({ ...ofUnit, stage: 1 })
  const sum = unit.incoming.reduce((total, { input, weight }) => total + input * weight.before, unit.rest.sum)
  expect(sum + (unit.bias?.before ?? NaN)).toBeCloseTo(sums!.outputs[2]!, 5)
  expect(activations!.outputs[2]).toBeCloseTo(Math.tanh(sums!.outputs[2]!), 5)
  for (const { from, input, weight } of unit.incoming) {
    expect(input).toBe(features!.outputs[from])
    expect(weight.gradient).toBeCloseTo(input * sums!.derivatives![2]!, 5)
    const [velocity] = weight.moments
    expect(velocity!.name).toBe('velocity')
    expect(velocity!.after).toBeCloseTo(0.9 * velocity!.before + weight.effective, 5)
    expect(weight.after).toBeCloseTo(weight.before - view.learningRate * velocity!.after, 5)
    expect(sums!.weights![from * 4 + 2]).toBe(weight.before)
    expect(sums!.changes![from * 4 + 2]).toBeCloseTo(weight.after - weight.before, 12)
  }
  const activation = await handlers['steps.unit']({ ...ofUnit, stage: 2 })
  const back = activation.outgoing.reduce((total, { weight, derivative }) => total + weight * derivative, 0)
  expect(back).toBeCloseTo(activations!.derivatives![2]!, 5)
  expect(activation.outgoing.map(({ to, derivative }) => [to, derivative]).toSorted(([a], [b]) => a! - b!)).toEqual(
    scores!.derivatives!.map((derivative, to) => [to, derivative]),
  )

  const { weight } = unit.incoming[0]!
  const check = await handlers['steps.check']({ ...of, row: view.row, index: weight.index })
  expect(check.gradient).toBeCloseTo(weight.gradient, 5)
})

test('rows are walked in the order of the table, and one that is not used is refused', async () => {
  const { handlers, of } = await trained('weight')
  const first = await handlers['steps.view']({ ...of, row: null })
  const next = await handlers['steps.view']({ ...of, row: first.next })
  expect(next.previous).toBe(first.row)
  expect(first.outputNames).toEqual(['weight'])
  expect(Number(first.actual)).toBeGreaterThan(0)
  await expect(handlers['steps.view']({ ...of, row: 5_000 })).rejects.toThrow('There is no row 5001: the table has')
})

test('every member of an ensemble can be seen', async () => {
  const { handlers, of } = await trained('weight', { ensemble: { kind: 'independent', members: 3 } })
  const views = await Promise.all([0, 1, 2].map((member) => handlers['steps.view']({ ...of, row: null, member })))
  expect(views.map(({ members }) => members)).toEqual([3, 3, 3])
  expect(views[0]!.stages.map(({ kind }) => kind)).toEqual(['features', 'members', 'dense', 'activation', 'dense'])
  const sums = views.map(({ stages }) => stages[2]!.outputs[0])
  expect(new Set(sums).size).toBe(3)
  for (const [member, view] of views.entries()) {
    const unit = await handlers['steps.unit']({ ...of, row: view.row, member, stage: 2, unit: 0 })
    const sum = unit.incoming.reduce((total, { input, weight }) => total + input * weight.before, unit.rest.sum)
    expect(sum + (unit.bias?.before ?? NaN)).toBeCloseTo(view.stages[2]!.outputs[0]!, 5)
  }
})
