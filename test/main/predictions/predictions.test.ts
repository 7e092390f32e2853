import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { importTable, proposal, startApplication, untilEnded } from '../../support/application.ts'
import { temporaryFolder } from '../../support/folder.ts'
import { writePlants } from '../../support/makeTable.ts'

/** A trained run; `drop` leaves out rows with missing values instead of filling them. */
async function trained(target: string, drop = false) {
  const folder = await temporaryFolder()
  const { application } = await startApplication(folder)
  const table = await writePlants(join(folder, 'plants.csv'), 300)
  const { project, dataset } = await importTable(application, join(folder, 'p.descent'), table)
  const { recipe, config } = await proposal(application, project, dataset.id, target)
  const steps = drop
    ? [
        { kind: 'dropMissingRows' as const, id: 'drop', enabled: true, columns: 'all' as const, maxShare: 0 },
        ...recipe.steps,
      ]
    : recipe.steps
  const { handlers } = application
  const request = { project, dataset: dataset.id, recipe: { ...recipe, steps }, config }
  const { id: run } = await handlers['runs.start'](request)
  await untilEnded(application, project, run)
  return { application, handlers, folder, project, run }
}

test('one row: a prediction with probabilities, and notes on what training did not know', async () => {
  const { handlers, project, run } = await trained('kind')
  const inputs = await handlers['predictions.inputs']({ project, run })
  expect(inputs.map(({ name, kind }) => [name, kind])).toEqual([
    ['width', 'number'],
    ['height', 'number'],
    ['place', 'category'],
    ['weight', 'number'],
  ])
  expect(inputs[2]?.levels?.toSorted()).toEqual(['hill', 'shore', 'wood'])
  // The form begins with the level that is most frequent in training.
  expect(inputs[2]?.example).toBe(inputs[2]?.levels?.[0])
  expect(inputs[2]?.exampleNote).toBe('Most frequent in training.')
  const usual = Object.fromEntries(inputs.map(({ name, example }) => [name, example]))
  const { prediction, probabilities, notes } = await handlers['predictions.row']({ project, run, values: usual })
  expect(notes).toEqual([])
  expect(probabilities?.map(({ label }) => label)).toEqual(['flat', 'large', 'small'])
  const most = probabilities?.toSorted((a, b) => b.probability - a.probability)[0]
  expect(prediction).toBe(most?.label)
  expect(probabilities?.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1, 6)

  const strange = await handlers['predictions.row']({
    project,
    run,
    values: { width: '1e6', height: 'tall', place: 'moon' },
  })
  expect(strange.prediction).not.toBeNull()
  expect(strange.notes).toEqual([
    { column: 'weight', message: 'Not given: read as missing.' },
    { column: 'width', message: expect.stringMatching(/^Outside what was seen in training: 1\S* to 9\S*\.$/) },
    { column: 'height', message: '“tall” is not a number: read as missing.' },
    { column: 'place', message: '“moon” did not occur in training.' },
  ])
  const inOtherUnit = await handlers['predictions.row']({ project, run, values: { ...usual, width: '5000' } })
  expect(inOtherUnit.notes).toEqual([
    { column: 'width', message: expect.stringMatching(/\. It may be 1,000 times too large\.$/), instead: '5' },
  ])
})

test('a file: rows that the recipe leaves out stay in their place without a prediction', async () => {
  const { application, handlers, folder, project, run } = await trained('weight', true)
  const path = join(folder, 'new.csv')
  await writeFile(path, 'height,width,prediction\n2,3,old\n2,,"a ""quoted"", one"\n4,5,old\n')
  const { file } = await application.files.register(path, 'new.csv')
  const report = await handlers['predictions.file']({ project, run, job: 'j', file, options: {} })
  expect(report).toMatchObject({
    fileName: 'new predictions.csv',
    rows: 3,
    unpredicted: 3,
    gaps: [
      { kind: 'leftOut', column: 'place', step: { number: 1, kind: 'dropMissingRows' }, rows: 2 },
      { kind: 'leftOut', column: 'width', step: { number: 1, kind: 'dropMissingRows' }, rows: 1 },
    ],
    missingColumns: ['place', 'kind'],
    unusedColumns: ['prediction'],
  })
  await writeFile(
    path,
    'kind,place,height,width,prediction\nflat,wood,2,3,old\nflat,wood,2,,"a ""quoted"", one"\nflat,wood,4,5,\n',
  )
  const second = await handlers['predictions.file']({ project, run, job: 'k', file, options: {} })
  expect(second).toMatchObject({ rows: 3, unpredicted: 1, missingColumns: [] })
  expect(second.preview.columns.at(-1)).toBe('prediction_2')
  const text = await readFile(application.artifacts.resolve(second.artifact).path, 'utf8')
  expect(text.split('\r\n')).toEqual([
    'kind,place,height,width,prediction,prediction_2',
    expect.stringMatching(/^flat,wood,2,3,old,\d+\.\d+$/),
    'flat,wood,2,,"a ""quoted"", one",',
    expect.stringMatching(/^flat,wood,4,5,,\d+\.\d+$/),
    '',
  ])
})

test('a file of predictions as a workbook holds what the CSV file holds', async () => {
  const { application, handlers, folder, project, run } = await trained('weight')
  const path = join(folder, 'new.csv')
  await writeFile(path, 'kind,place,height,width\nflat,wood,2,3\nlarge,shore,4,\n')
  const { file } = await application.files.register(path, 'new.csv')
  const request = { project, run, file, options: {} }
  const csv = await handlers['predictions.file']({ ...request, job: 'c' })
  const report = await handlers['predictions.file']({
    ...request,
    job: 'x',
    output: { format: 'xlsx', conformal: null, flags: false },
  })
  expect(report).toMatchObject({ fileName: 'new predictions.xlsx', sheets: 1, cut: 0, rows: 2 })
  const written = await application.files.register(application.artifacts.resolve(report.artifact).path, 'w.xlsx')
  const read = await handlers['datasets.inspect']({ file: written.file, options: {} })
  expect(read.columns.map(({ name }) => name)).toEqual(csv.preview.columns)
  expect(read.rows).toEqual(csv.preview.rows)
})

test('a run without weights cannot predict, and says why', async () => {
  const { handlers, project } = await trained('kind')
  await expect(handlers['predictions.inputs']({ project, run: 'nobody' })).rejects.toMatchObject({ kind: 'not-found' })
})

test('a new file is read as the training file was: decimal commas and the order of dates', async () => {
  const folder = await temporaryFolder()
  const { application } = await startApplication(folder)
  const { handlers } = application
  const lines = Array.from({ length: 120 }, (_, i) => {
    const day = String((i % 28) + 1).padStart(2, '0')
    const month = String((i % 12) + 1).padStart(2, '0')
    return `${i % 10},${i % 7}25;${day}/${month}/2020;${i % 2 === 0 ? 'odd' : 'even'}`
  })
  const table = join(folder, 'comma.csv')
  await writeFile(table, ['size;day;kind', ...lines].join('\n'))
  const { project, dataset } = await importTable(application, join(folder, 'p.descent'), table)
  expect(dataset.columns.map(({ kind, reading }) => [kind, reading.numberFormat, reading.dateOrder])).toEqual([
    ['number', 'commaDecimal', 'yearFirst'],
    ['date', 'plain', 'dayFirst'],
    ['category', 'plain', 'yearFirst'],
  ])
  const { recipe, config } = await proposal(application, project, dataset.id, 'kind')
  const { id: run } = await handlers['runs.start']({ project, dataset: dataset.id, recipe, config })
  await untilEnded(application, project, run)

  // Alone, 3,125 could be a thousand and 04/03/2020 could be in April.
  const predict = async (name: string, text: string) => {
    const path = join(folder, name)
    await writeFile(path, text)
    const { file } = await application.files.register(path, name)
    return handlers['predictions.file']({ project, run, job: name.slice(0, 1), file, options: {} })
  }
  const ambiguous = await predict('a.csv', 'size;day\n3,125;04/03/2020\n')
  const iso = await predict('b.csv', 'size;day\n3.1250;2020-03-04\n')
  const row = await handlers['predictions.row']({ project, run, values: { size: '3.125', day: '2020-03-04' } })
  const probabilities = ambiguous.preview.rows[0]?.slice(-2).map(Number)
  expect(ambiguous.unparsed).toEqual([])
  expect(row.probabilities?.map(({ probability }) => probability)).toEqual(probabilities)
  expect(iso.unparsed).toEqual([])
  expect(ambiguous.readOtherwise).toEqual([])
  expect(iso.readOtherwise).toEqual([
    { what: 'numberFormat', column: 'size', trained: 'commaDecimal', found: 'plain' },
    { what: 'dateOrder', column: 'day', trained: 'dayFirst', found: 'yearFirst' },
  ])
  const commas = await predict('c.csv', 'size,day\n"3,125",04/03/2020\n')
  expect(commas.readOtherwise).toEqual([{ what: 'delimiter', trained: ';', found: ',' }])
  expect(commas.preview.rows[0]?.slice(-2).map(Number)).toEqual(probabilities)
  await application.close()
})

test('a series: a file’s rows look back at one another, whatever their order', async () => {
  const folder = await temporaryFolder()
  const { application } = await startApplication(folder)
  const { handlers } = application
  const rows = Array.from({ length: 90 }, (_, i) => ({
    day: new Date(Date.UTC(2024, 0, 1 + i)).toISOString().slice(0, 10),
    heat: String((i * 7) % 23),
    sales: String(50 + ((i * 13) % 17)),
  }))
  const lines = rows.map(({ day, heat, sales }) => `${day},${heat},${sales}`)
  const table = join(folder, 'sales.csv')
  await writeFile(table, ['day,heat,sales', ...lines].join('\n'))
  const { project, dataset } = await importTable(application, join(folder, 'p.descent'), table)
  const { recipe, config } = await proposal(application, project, dataset.id, 'sales')
  const lags = { kind: 'window', id: 'lags', enabled: true, column: 'sales', statistic: 'lag', rows: [1, 2] } as const
  const series = { orderBy: null, groupBy: null, present: false, atLeast: 1 }
  const request = {
    project,
    dataset: dataset.id,
    recipe: {
      ...recipe,
      task: 'regression' as const,
      roles: { ...recipe.roles, day: 'time' as const },
      steps: [{ ...lags, ...series, rows: [...lags.rows] }, ...recipe.steps],
      split: { ...recipe.split, by: { kind: 'time' as const, column: null, gap: 0, unit: 'rows' as const } },
    },
    config,
  }
  const { id: run } = await handlers['runs.start'](request)
  await untilEnded(application, project, run)
  const inputs = await handlers['predictions.inputs']({ project, run })
  expect(inputs.map(({ name }) => name)).toEqual(['heat', 'sales lag 1', 'sales lag 2'])
  const { check } = await handlers['exports.create']({ project, run, job: 'e', format: 'onnx' })
  expect(check.state).toBe('passed')

  const predict = async (name: string, header: string, body: readonly string[]) => {
    const path = join(folder, name)
    await writeFile(path, [header, ...body].join('\n'))
    const { file } = await application.files.register(path, name)
    return handlers['predictions.file']({ project, run, job: name, file, options: {} })
  }
  const shuffled = lines.map((_, i) => lines[(i * 37) % 90] ?? '')
  const report = await predict('new.csv', 'day,heat,sales', shuffled)
  expect(report).toMatchObject({ rows: 90, missingColumns: [], unusedColumns: [] })
  expect(report.incomplete).toEqual([
    { column: 'sales lag 1', rows: 1 },
    { column: 'sales lag 2', rows: 2 },
  ])
  for (const row of report.preview.rows.slice(0, 5)) {
    const at = rows.findIndex(({ day }) => day === row[0])
    const values = {
      heat: rows[at]?.heat ?? '',
      'sales lag 1': rows[at - 1]?.sales ?? '',
      'sales lag 2': rows[at - 2]?.sales ?? '',
    }
    const alone = await handlers['predictions.row']({ project, run, values })
    expect(Number(row[3])).toBeCloseTo(Number(alone.prediction), 4)
  }
  const without = await predict('short.csv', 'heat', ['3', '4'])
  expect(without.missingColumns).toEqual(['sales lag 1', 'sales lag 2', 'day', 'sales'])
})
