import type { CallInput, CallName, CallOutput } from '../../src/shared/contract.ts'
import type { Result } from '../../src/shared/errors.ts'

/** How a host is asked: the answers are as the renderer gets them, parsed. */
export interface Caller {
  call<N extends CallName>(name: N, input: CallInput<N>): Promise<Result<CallOutput<N>>>
  /** Chooses an artifact as a person would who saved it: the id of the file. */
  fileOf(artifact: string): Promise<string>
}

/**
 * Makes every call of the contract at least once, with sensible input, on the way from a new project to an exported
 * model. Returns the names of the calls that were made; throws at the first one that fails.
 */
export async function makeEveryCall(caller: Caller): Promise<Set<CallName>> {
  const made = new Set<CallName>()
  let jobs = 0
  const job = () => `job${(jobs += 1)}`

  async function call<N extends CallName>(name: N, input: CallInput<N>): Promise<CallOutput<N>> {
    made.add(name)
    const answer = await caller.call(name, input)
    if (answer.ok) return answer.value
    throw new Error(`${name}: ${answer.error.kind}: ${answer.error.message}`)
  }

  await call('app.info', {})
  const { id: project } = await call('projects.create', { name: 'Everything' })
  await call('projects.rename', { project, name: 'Every call' })
  await call('projects.list', {})

  await call('samples.list', {})
  const { file } = await call('samples.file', { sample: 'penguins' })
  await call('datasets.inspect', { file, options: {} })
  const { id: dataset } = await call('datasets.import', { project, job: job(), file, options: {} })
  const ofDataset = { project, dataset }
  await call('datasets.setColumn', { ...ofDataset, column: 'island', kind: 'text', missingMarkers: [''] })
  await call('datasets.setColumn', { ...ofDataset, column: 'island', kind: 'category' })
  await call('datasets.get', ofDataset)
  await call('datasets.rows', { ...ofDataset, offset: 300, limit: 1000 })
  await call('datasets.find', { ...ofDataset, column: 'island', text: 'dream', from: 0, backwards: false })
  await call('datasets.irregularRows', { ...ofDataset, offset: 0, limit: 10 })
  await call('datasets.place', { ...ofDataset, row: 3, column: 'island' })
  await call('datasets.previewColumn', { of: ofDataset, column: 'island', settings: { kind: 'text' } })
  await call('datasets.formerOptions', { project, file })
  await call('datasets.sourceFile', ofDataset)
  await call('datasets.compare', { ...ofDataset, job: job(), file })
  await call('datasets.rename', { ...ofDataset, name: 'Birds' })

  await call('recipes.get', ofDataset)
  const { recipe } = await call('recipes.suggest', { ...ofDataset, target: 'species' })
  await call('recipes.save', { ...ofDataset, recipe })
  await call('recipes.preview', { ...ofDataset, job: job(), recipe })
  await call('recipes.holidayPlaces', {})
  await call('recipes.relations', { ...ofDataset, job: job(), target: 'species' })

  const config = await call('runs.defaults', { ...ofDataset, recipe, preset: 'fast' })
  await call('runs.estimate', { ...ofDataset, recipe, config })
  await call('runs.testRates', { ...ofDataset, job: job(), recipe, config })
  const endless = { ...config, training: { ...config.training, epochs: 1_000_000, earlyStopping: null } }
  const { id: run } = await call('runs.start', { ...ofDataset, recipe, config: endless })
  const ofProjectRun = (id: string) => ({ project, run: id })
  const ofRun = ofProjectRun(run)
  const until = async (...states: string[]) => {
    while (!states.includes((await call('runs.get', ofRun)).state)) {
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }
  await until('running')
  await call('runs.pause', ofRun)
  await until('paused')
  await call('runs.change', { ...ofRun, change: { learningRate: 0.001 } })
  await call('runs.resume', ofRun)
  await until('running')
  await call('runs.checkpoint', ofRun)
  const [next, last] = await Promise.all(
    ['Next', 'Last'].map((name) => call('runs.start', { ...ofDataset, recipe, config: endless, name })),
  )
  if (next === undefined || last === undefined) throw new Error('No run was started.')
  await call('runs.queue', { project })
  await call('runs.reorder', { ...ofProjectRun(last.id), before: next.id })
  await call('runs.schedule', { ...ofProjectRun(next.id), notBefore: '2999-01-01T00:00:00Z' })
  for (const waiting of [next, last]) await call('runs.stop', ofProjectRun(waiting.id))
  await call('runs.stop', ofRun)
  const { space, settings } = await call('studies.suggest', { ...ofDataset, recipe, config })
  const plan = { kind: 'search' as const, space, settings: { ...settings, trials: 3 } }
  const { id: study } = await call('studies.start', { ...ofDataset, recipe, config: endless, plan })
  const ofStudy = { project, study }
  await call('studies.pause', ofStudy)
  await call('studies.resume', ofStudy)
  await call('studies.rename', { ...ofStudy, name: 'The search' })
  while (((await call('studies.get', ofStudy)).trials[0]?.epochs ?? 0) === 0) {
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  await call('studies.stop', ofStudy)
  await call('studies.list', { project })
  await call('studies.results', ofStudy)
  await call('runs.compare', { project, job: job(), a: { run }, b: { study } })
  await call('runs.ties', { project, job: job(), best: run, others: [run], split: 'test' })
  const { runs: removed } = await call('runs.remove', { project, runs: [], studies: [study] })
  await call('runs.restore', { project, runs: removed, studies: [study] })
  await until('finished')
  await call('runs.extend', { ...ofRun, epochs: 1 })
  await until('finished')
  const { id: repeated } = await call('runs.repeat', ofRun)
  await call('runs.stop', ofProjectRun(repeated))
  await call('runs.series', { ...ofRun, points: 100 })
  await call('runs.rename', { ...ofRun, name: 'The run' })

  await call('monitoring.warnings', ofRun)
  await call('monitoring.fit', { ...ofRun, split: 'validation' })
  await call('monitoring.surface', { ...ofRun, x: 'bill_length_mm', y: 'bill_depth_mm' })
  const kept = await call('runs.kept', ofRun)
  const epoch = kept.at(-1)?.epoch ?? 0
  await call('runs.statistics', ofRun)
  await call('runs.histograms', { ...ofRun, tensor: 0 })
  await call('evaluation.get', { ...ofRun, split: 'validation', epoch })
  await call('evaluation.history', { ...ofRun, job: job() })
  const { id: branch } = await call('runs.branch', {
    ...ofRun,
    epoch,
    config: { ...config, training: { ...config.training, epochs: 2 } },
  })
  await call('runs.stop', ofProjectRun(branch))
  const ofStep = { ...ofRun, moment: 'next' as const, member: 0 }
  const { row } = await call('steps.view', { ...ofStep, row: null })
  await call('steps.unit', { ...ofStep, row, stage: 1, unit: 0 })
  await call('steps.check', { ...ofStep, row, index: 0 })

  for (const split of ['train', 'validation', 'test'] as const) await call('evaluation.get', { ...ofRun, split })
  const seenRows = { ...ofRun, split: 'validation' as const, behind: { kind: 'worst' as const } }
  await call('evaluation.rows', {
    ...seenRows,
    job: job(),
    order: { by: 'loss', descending: true },
    offset: 0,
    limit: 50,
  })
  await call('evaluation.slices', { ...ofRun, job: job(), split: 'train', columns: ['island', 'body_mass_g'] })
  await call('evaluation.worstSlices', { ...ofRun, job: job(), split: 'train' })
  await call('evaluation.recheck', { ...ofRun, job: job(), split: 'train' })
  await call('evaluation.rowsFile', { ...seenRows, job: job() })
  const explained = { ...ofRun, split: 'validation' as const, effort: 'quick' as const }
  await call('explain.importance', { ...explained, job: job() })
  await call('explain.dependence', { ...explained, job: job(), column: 'bill_length_mm' })
  await call('explain.pair', { ...explained, job: job(), x: 'bill_length_mm', y: 'sex' })
  await call('explain.overall', { ...explained, job: job() })
  await call('explain.row', { ...ofRun, job: job(), row })
  await call('explain.changes', { ...ofRun, job: job(), row, wanted: { class: null } })
  await call('explain.firstLayer', ofRun)

  const ofTest = { ...ofRun, split: 'test' as const }
  await call('evaluation.scores', { ...ofTest, job: job() })
  await call('evaluation.intervals', { ...ofTest, job: job() })
  await call('evaluation.linear', { ...ofTest, job: job() })
  await call('evaluation.curves', { ...ofTest, job: job(), class: 1 })
  const trained = async (target: string) => {
    const { recipe: another } = await call('recipes.suggest', { ...ofDataset, target })
    const plain = await call('runs.defaults', { ...ofDataset, recipe: another, preset: 'linear' })
    const short = { ...plain, training: { ...plain.training, epochs: 20 } }
    const started = ofProjectRun((await call('runs.start', { ...ofDataset, recipe: another, config: short })).id)
    while (!['finished', 'failed'].includes((await call('runs.get', started)).state)) {
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
    return started
  }
  const ofNumber = await trained('body_mass_g')
  await call('evaluation.residuals', { ...ofTest, ...ofNumber, job: job(), column: 'island' })
  await call('calibration.conformal', { ...ofRun, job: job(), level: 0.8, sets: 'adaptive' })
  // Species are told apart without a doubt, and nothing says then how sure to be; islands are not.
  const ofIsland = await trained('island')
  await call('calibration.fitTemperature', { ...ofIsland, job: job() })
  await call('calibration.clearTemperature', { ...ofIsland, job: job() })
  const inputs = await call('predictions.inputs', ofRun)
  const values = Object.fromEntries(inputs.map(({ name, example }) => [name, example]))
  await call('predictions.row', { ...ofRun, values })
  await call('predictions.take', { ...ofRun, split: 'test', index: 0 })
  await call('predictions.nearest', { ...ofRun, values })
  await call('predictions.rows', { ...ofRun, rows: [values, {}] })
  const prediction = { ...ofRun, job: job(), file, options: {} }
  await call('predictions.file', prediction)
  await call('exports.refusals', ofRun)
  await call('exports.create', { ...ofRun, job: job(), format: 'onnx' })
  await call('exports.report', { ...ofRun, job: job() })
  await call('jobs.list', {})
  await call('jobs.cancel', { job: prediction.job })

  await call('runs.annotate', { project, runs: [{ run, remarks: { starred: true, tags: ['best'], notes: 'Kept.' } }] })
  await call('datasets.remove', ofDataset)
  await call('datasets.restore', ofDataset)
  await call('datasets.refresh', { ...ofDataset, job: job(), file })
  const { artifact } = await call('projects.package', { project })
  await call('projects.adopt', { file: await caller.fileOf(artifact) })
  await call('projects.close', { project })
  await call('projects.open', { project })
  const { revision } = await call('projects.get', { project })
  await call('projects.changes', { project, since: revision })
  await call('projects.remove', { project })
  await call('projects.restore', { project })
  return made
}
