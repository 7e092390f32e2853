import {
  CHUNK_ROWS,
  chunkCount,
  encodeCodes,
  encodeNumbers,
  encodeTexts,
} from '../../src/main/datasets/columns/codec.ts'
import type { Storage } from '../../src/main/storage/client.ts'
import type { ColumnChunk } from '../../src/main/storage/operations.ts'
import type { ColumnSummary, Dataset } from '../../src/shared/datasets.ts'
import type { Run } from '../../src/shared/runs.ts'

function summary(index: number, name: string, kind: ColumnSummary['kind']): ColumnSummary {
  return {
    index,
    name,
    kind,
    inferredKind: kind,
    missing: 0,
    missingMarkers: [],
    reading: { numberFormat: 'plain', dateOrder: 'yearFirst' },
    distinct: 2,
    unparsed: 0,
    min: null,
    max: null,
    mean: null,
    std: null,
    quartiles: null,
    histogram: null,
    top: [],
    warnings: [],
  }
}

/** A dataset of two columns: `n`, the row's number, and `parity`, 'even' or 'odd'. */
export function numberedDataset(id: string, rows: number): Dataset {
  return {
    id,
    name: `Numbers ${id}`,
    created: '2026-01-02T03:04:05.000Z',
    rows,
    version: 1,
    previous: null,
    columns: [summary(0, 'n', 'number'), summary(1, 'parity', 'category')],
    source: {
      fileName: 'numbers.csv',
      sizeBytes: 1,
      sha256: '00',
      format: 'delimited',
      dialect: null,
      sheet: null,
      places: [],
      options: {},
    },
    irregular: { tooFewFields: 0, tooManyFields: 0, brokenQuote: 0 },
    findings: [],
  }
}

/** The chunks of `numberedDataset`. */
export function numberedChunks(rows: number): ColumnChunk[] {
  const chunks: ColumnChunk[] = []
  for (let chunk = 0; chunk < chunkCount(rows); chunk++) {
    const length = Math.min(CHUNK_ROWS, rows - chunk * CHUNK_ROWS)
    const numbers = Float64Array.from({ length }, (_, row) => chunk * CHUNK_ROWS + row)
    const codes = Int32Array.from(numbers, (value) => value % 2)
    const words = Array.from(numbers, (value) => (value % 2 === 0 ? 'even' : 'odd'))
    chunks.push({ column: 0, chunk, part: 'source', bytes: encodeTexts(Array.from(numbers, String)) })
    chunks.push({ column: 0, chunk, part: 'values', bytes: encodeNumbers(numbers) })
    chunks.push({ column: 1, chunk, part: 'source', bytes: encodeTexts(words) })
    chunks.push({ column: 1, chunk, part: 'values', bytes: encodeCodes(codes) })
  }
  return chunks
}

/** Stores `numberedDataset` in an open project. */
export async function storeNumbered(storage: Storage, project: string, id: string, rows: number): Promise<Dataset> {
  const dataset = numberedDataset(id, rows)
  await storage.call(project, 'beginDataset', { dataset: id, name: dataset.name, created: dataset.created })
  await storage.call(project, 'insertChunks', { dataset: id, chunks: numberedChunks(rows) })
  await storage.call(project, 'finishDataset', {
    dataset,
    levels: [null, encodeTexts(['even', 'odd'])],
    irregularRows: [],
  })
  return dataset
}

/** A run of one hidden layer on `numberedDataset`, just begun. */
export function newRun(id: string, dataset: string): Run {
  return {
    id,
    name: `Run ${id}`,
    created: '2026-01-02T03:04:06.000Z',
    state: 'running',
    stopReason: null,
    failure: null,
    dataset,
    datasetName: `Numbers ${dataset}`,
    task: 'classification',
    target: 'parity',
    recipe: {
      version: 1,
      target: 'parity',
      task: 'auto',
      roles: { n: 'feature', parity: 'target' },
      steps: [],
      split: { validation: 0.15, test: 0.15, stratify: true, seed: 0 },
      targetScaling: 'none',
    },
    config: {
      network: { hidden: [{ kind: 'dense', units: 1, activation: 'relu', initialization: 'he' }] },
      training: {
        optimizer: { kind: 'adam', beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
        learningRate: 0.001,
        batchSize: 32,
        epochs: 100,
        l2: 0,
        earlyStopping: null,
        seed: 0,
        threads: null,
        timeLimitSeconds: null,
      },
    },
    parameters: 4,
    inputs: 1,
    rows: { train: 7, validation: 2, test: 1 },
    epochs: 0,
    bestEpoch: null,
    bestLoss: null,
    lastTrainLoss: null,
    lastValidationLoss: null,
    metrics: null,
    seconds: { total: 0, prepare: 0, train: 0 },
  }
}

/** Records of the epochs `first` to `last`, as a training flushes them. */
export function epochRecords(first: number, last: number): Float64Array<ArrayBuffer> {
  const records: number[] = []
  for (let epoch = first; epoch <= last; epoch++) {
    records.push(epoch, 1 / epoch, Number.NaN, 0.001, epoch, epoch * 3, 2 / epoch, 0.25)
  }
  return Float64Array.from(records)
}
