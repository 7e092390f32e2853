import type { ChildProcess } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Validator } from '@seriousme/openapi-schema-validator'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { writePlants } from '../../support/makeTable.ts'
import { runDescent, type Finished } from '../../support/runDescent.ts'

interface Served {
  url: string
  openapi: string
  /** Ends the server as a supervisor would. */
  end(): Promise<Finished>
}

/** Starts the command and waits until it says where it listens. */
async function serveModel(cwd: string, args: string[]): Promise<Served> {
  const server: { child: ChildProcess | null } = { child: null }
  const said = Promise.withResolvers<{ url: string; openapi: string }>()
  let heard = ''
  const finished = runDescent(['serve-model', ...args, '--json'], {
    cwd,
    onStart(child) {
      server.child = child
      child.stdout?.on('data', (data: Buffer) => {
        heard += data.toString()
        if (heard.includes('\n')) said.resolve(JSON.parse(heard))
      })
    },
  })
  void finished.then(
    ({ stderr }) => said.reject(new Error(`The server ended: ${stderr}`)),
    (error: unknown) => said.reject(error),
  )
  const place = await said.promise
  return {
    ...place,
    end() {
      server.child?.kill('SIGTERM')
      return finished
    },
  }
}

async function post(url: string, body: unknown, headers: Record<string, string> = {}) {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  const response = await fetch(`${url}/predict`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: text,
  })
  return { status: response.status, body: JSON.parse(await response.text()) }
}

/** A request whose Host says something else than where it goes, as fetch would not send it. */
function getAs(url: string, host: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    request(url, { headers: { host } }, (response) => {
      response.resume()
      resolve(response.statusCode)
    })
      .on('error', reject)
      .end()
  })
}

/** The rows of the table as JSON, and what `predict` says of them. */
async function predictedRows(cwd: string, model: string[], names: readonly string[]) {
  const { code } = await runDescent(['predict', ...model, 'plants.csv', '--out', 'out.csv'], { cwd })
  expect(code).toBe(0)
  const lines = (await readFile(join(cwd, 'out.csv'), 'utf8')).trim().split('\r\n')
  const header = lines[0]?.split(',') ?? []
  const records = lines.slice(1, 41).map((line) => {
    const fields = line.split(',')
    return Object.fromEntries(header.map((name, at) => [name, fields[at] ?? '']))
  })
  const numeric = new Set(['width', 'height', 'weight'])
  const rows = records.map((record) =>
    Object.fromEntries(
      names.map((name) => {
        const text = record[name] ?? ''
        return [name, text === '' ? null : numeric.has(name) ? Number(text) : text]
      }),
    ),
  )
  return { rows, records, header }
}

let folder = ''

/** A folder for each target, with a table and a model of it, as a project and as an ONNX file. */
function trained(target: string): string {
  return join(folder, target)
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'descent-test-'))
  for (const target of ['kind', 'weight']) {
    const cwd = trained(target)
    await mkdir(cwd)
    await writePlants(join(cwd, 'plants.csv'), 300)
    for (const out of ['model.descent', 'model.onnx']) {
      const train = ['train', 'plants.csv', '--target', target, '--epochs', '3', '--seed', '4', '--out', out]
      const { code, stderr } = await runDescent(train, { cwd })
      expect(code, stderr).toBe(0)
    }
  }
}, 180_000)
afterAll(() => rm(folder, { recursive: true, force: true }))

test.each([
  ['kind', ['width', 'height', 'place', 'weight']],
  ['weight', ['width', 'height', 'place', 'kind']],
])('a served model of %s says what the program predicts', { timeout: 180_000 }, async (target, names) => {
  const cwd = trained(target)
  for (const [model, predicting] of [
    ['model.descent', ['--project', 'model.descent', '--run', 'Run 1']],
    ['model.onnx', ['model.onnx']],
  ] as const) {
    const served = await serveModel(cwd, [model])
    try {
      const description = JSON.parse(await (await fetch(served.openapi)).text())
      expect(await new Validator().validate(description)).toEqual({ valid: true })
      expect(Object.keys(description.components.schemas.Row.properties)).toEqual(names)
      expect(description.components.schemas.Row.required).toEqual(names)
      expect(description.components.schemas.Row.properties.width).toMatchObject({ maximum: 3.4028234663852886e38 })

      const { rows, records, header } = await predictedRows(cwd, [...predicting], names)
      const answer = await post(served.url, rows)
      expect(answer.status).toBe(200)
      expect(answer.body.predictions.map((row: { prediction: unknown }) => String(row.prediction))).toEqual(
        records.map((record) => record['prediction']),
      )
      const probabilities = header.filter((name) => name.startsWith('probability_'))
      expect(probabilities.length).toBe(target === 'kind' ? 3 : 0)
      for (const [at, record] of records.entries()) {
        for (const name of probabilities) {
          const label = name.slice('probability_'.length)
          expect(String(answer.body.predictions[at].probabilities[label])).toBe(record[name])
        }
      }
      const one = await post(served.url, rows[0])
      expect(one.body.predictions).toEqual([answer.body.predictions[0]])
    } finally {
      expect((await served.end()).code).toBe(0)
    }
  }
})

test('what is no row of the model is refused with its place and the remedy', { timeout: 120_000 }, async () => {
  const cwd = trained('kind')
  const served = await serveModel(cwd, ['model.descent'])
  try {
    const good = { width: 5, height: 6, place: 'wood', weight: 12 }
    const { weight: _, ...short } = good
    const refusals = [
      [
        [good, { ...good, wdth: 1 }],
        { message: 'The model takes no column “wdth”.', where: { row: 2, column: 'wdth' } },
      ],
      [short, { message: 'The column “weight” is missing.', where: { row: 1, column: 'weight' } }],
      [
        { ...good, width: '5' },
        { message: '“width” is "5", which is no number.', where: { row: 1, column: 'width' } },
      ],
      [
        '{"width": 1e400, "height": 6, "place": "wood", "weight": 12}',
        {
          message: '“width” is Infinity, which is too large for the network.',
          where: { row: 1, column: 'width' },
          hint: 'Send a number from -3.4028234663852886e+38 to 3.4028234663852886e+38, or null.',
        },
      ],
      [
        [good, { ...good, width: -1e39 }],
        { message: '“width” is -1e+39, which is too large for the network.', where: { row: 2, column: 'width' } },
      ],
      [
        '[{"width": 5, "height": 6, "width": 7, "place": "wood", "weight": 12}]',
        { message: 'The column “width” is given twice.', where: { row: 1, column: 'width' } },
      ],
      [
        { ...good, place: [1] },
        { message: '“place” is [1], which is no text.', where: { row: 1, column: 'place' } },
      ],
      [[], { message: 'A request has 1 to 10000 rows, not 0.' }],
      [7, { message: 'The body is no row and no list of rows.' }],
      ['{"width":', { message: 'The body of this request is not JSON.' }],
    ] as const
    for (const [body, error] of refusals) {
      const answer = await post(served.url, body)
      expect(answer).toMatchObject({ status: 400, body: { error } })
    }
    expect((await post(served.url, [{ ...good, width: null, place: 'moon', height: 1e9 }])).body).toMatchObject({
      predictions: [{ prediction: expect.any(String) }],
      warnings: [
        expect.stringMatching(/^height, 1 row: outside what was seen in training, \S+ to \S+\.$/),
        'place, 1 row: “moon” did not occur in training.',
      ],
    })
    expect((await post(served.url, good, { 'content-type': 'text/plain' })).status).toBe(415)
    expect((await post(served.url, good, { origin: 'http://elsewhere.example' })).status).toBe(403)
    expect((await post(served.url, `"${'x'.repeat(17 * 1024 * 1024)}"`)).status).toBe(413)
    expect(await getAs(`${served.url}/health`, 'elsewhere.example')).toBe(403)
    expect((await fetch(`${served.url}/predict`)).status).toBe(405)
    expect((await fetch(`${served.url}/nowhere`)).status).toBe(404)
    expect(await (await fetch(`${served.url}/health`)).json()).toEqual({ status: 'ok' })
  } finally {
    expect((await served.end()).code).toBe(0)
  }
})

test(
  'a model that is not there, two runs without a choice, and a port in use are said',
  { timeout: 120_000 },
  async () => {
    const cwd = trained('kind')
    const missing = await runDescent(['serve-model', 'nowhere.onnx'], { cwd })
    expect(missing).toMatchObject({ code: 3, stdout: '', stderr: expect.stringContaining('nowhere.onnx') })
    const none = await runDescent(['serve-model'], { cwd })
    expect(none).toMatchObject({ code: 2, stderr: expect.stringContaining('Usage: descent serve-model') })
    const unknown = await runDescent(['serve-model', 'model.descent', '--run', 'Best'], { cwd })
    expect(unknown).toMatchObject({ code: 1, stderr: expect.stringContaining('There are: Run 1') })

    const served = await serveModel(cwd, ['model.onnx'])
    try {
      const { port } = new URL(served.url)
      const taken = await runDescent(['serve-model', 'model.onnx', '--port', port], { cwd })
      expect(taken).toMatchObject({ code: 1, stderr: expect.stringContaining(`Port ${port} is in use`) })
    } finally {
      await served.end()
    }
    await writeFile(join(cwd, 'note.onnx'), 'no model')
    const damaged = await runDescent(['serve-model', 'note.onnx'], { cwd })
    expect(damaged).toMatchObject({ code: 3, stderr: expect.stringContaining('note.onnx') })
  },
)
