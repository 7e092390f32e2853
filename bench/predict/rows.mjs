import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { ensureNative } from '../../scripts/setup/native.mjs'
import { out, root } from '../../scripts/setup/paths.mjs'
import { engineOutput } from '../engine/programs.mjs'
import { randomFrom } from '../random.mjs'

const inputs = 30
const hidden = [64, 32]
const tries = 5
/** Rows given at a time; of each side the size that suits it best counts. */
const batches = [1024, 8192, 65_536]
/** Of a row: an addition and a multiplication a weight. */
const operations = 2 * (inputs * hidden[0] + hidden[0] * hidden[1] + hidden[1])

/**
 * Rows a second of processor time of both, each the best of several turns, and the share of the processor's measured peak.
 *
 * @param withPeak whether to measure it, which builds a program
 */
export async function measureRows(rows, withPeak) {
  await ensureNative()
  const source = (path) => pathToFileURL(join(root, 'src', path)).href
  const { loadEngine } = await import(source('main/training/native.ts'))
  const engine = loadEngine(pathToFileURL(join(out, 'native', 'descent.node')))
  const next = randomFrom(7)
  const matrix = Float32Array.from({ length: rows * inputs }, () => 2 * next() - 1)
  const spec = JSON.stringify(specOf())
  const weights = Float32Array.from({ length: engine.weightsLength(spec) }, () => next() - 0.5)
  const session = await sessionOf(source, weights)

  const own = new Float32Array(rows)
  const peers = new Float32Array(rows)
  const best = { engine: Infinity, onnxruntime: Infinity }
  for (let at = 0; at < tries; at += 1) {
    for (const batch of batches) {
      const used = await processorTime(() => predictByEngine(engine, spec, weights, matrix, own, batch))
      best.engine = Math.min(best.engine, used)
    }
    for (const batch of batches) {
      const used = await processorTime(() => predictByPeer(session, matrix, peers, batch))
      best.onnxruntime = Math.min(best.onnxruntime, used)
    }
  }
  await session.release()
  const difference = own.reduce((most, value, row) => Math.max(most, Math.abs(value - peers[row])), 0)
  const persecond = (milliseconds) => (rows / milliseconds) * 1000
  const gflops = withPeak ? await peak() : null
  return {
    engine: persecond(best.engine),
    onnxruntime: persecond(best.onnxruntime),
    ratio: best.onnxruntime / best.engine,
    share: gflops === null ? null : (persecond(best.engine) * operations) / (gflops * 1e9),
    kernel: engine.engineInfo().kernel,
    difference,
  }
}

/**
 * Milliseconds of the processor that some work takes in this process, whatever else the machine does meanwhile: one thread has
 * then taken as long on a machine of its own.
 */
async function processorTime(work) {
  const before = process.cpuUsage()
  await work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000
}

function predictByEngine(engine, spec, weights, matrix, into, batch) {
  for (let from = 0; from < into.length; from += batch) {
    const to = Math.min(into.length, from + batch)
    engine.predict(spec, weights, matrix.subarray(from * inputs, to * inputs), into.subarray(from, to))
  }
}

async function runtime() {
  // A CommonJS package: its names lie in `default`.
  const module = await import('onnxruntime-node')
  return module.default ?? module
}

async function predictByPeer(session, matrix, into, batch) {
  const { Tensor } = await runtime()
  for (let from = 0; from < into.length; from += batch) {
    const count = Math.min(batch, into.length - from)
    const part = matrix.subarray(from * inputs, (from + count) * inputs)
    const { y } = await session.run({ x: new Tensor('float32', part, [count, inputs]) })
    into.set(y.data, from)
  }
}

/** The same network as an ONNX file of matrix products, on one thread. */
async function sessionOf(source, weights) {
  const { encodeModel } = await import(source('core/export/onnx/protobuf.ts'))
  const { InferenceSession } = await runtime()
  const widths = [inputs, ...hidden, 1]
  const [nodes, initializers] = [[], []]
  let at = 0
  const take = (name, dims) => {
    const size = dims.reduce((product, length) => product * length, 1)
    initializers.push({ name, dims, type: 'float', values: weights.slice(at, at + size) })
    at += size
  }
  let value = 'x'
  for (let layer = 0; layer + 1 < widths.length; layer += 1) {
    const isLast = layer + 2 === widths.length
    take(`w${layer}`, [widths[layer], widths[layer + 1]])
    take(`b${layer}`, [widths[layer + 1]])
    const sum = isLast ? 'y' : `sum${layer}`
    const node = (operator, taken, made) =>
      nodes.push({ operator, name: made, inputs: taken, outputs: [made], attributes: {} })
    node('Gemm', [value, `w${layer}`, `b${layer}`], sum)
    if (!isLast) node('Relu', [sum], `out${layer}`)
    value = `out${layer}`
  }
  const matrix = (name, width) => ({ name, type: 'float', dims: [null, width], description: '' })
  const model = encodeModel({
    irVersion: 9,
    opset: 19,
    domains: new Map(),
    producer: 'Descent',
    producerVersion: '0',
    description: '',
    graphName: 'bench',
    nodes,
    initializers,
    inputs: [matrix('x', inputs)],
    outputs: [matrix('y', 1)],
    metadata: {},
  })
  return InferenceSession.create(model, { intraOpNumThreads: 1, interOpNumThreads: 1, graphOptimizationLevel: 'all' })
}

/** Of one core, in billions of operations a second; null where the measuring program cannot be built. */
async function peak() {
  try {
    const { peakGflops } = JSON.parse(await engineOutput(['S', '1', 'best', '3', '0.05']))
    return peakGflops?.one ?? null
  } catch {
    return null
  }
}

function specOf() {
  const dense = (units, activation) => ({ kind: 'dense', units, activation, initialization: 'he' })
  return {
    inputs,
    layers: [...hidden.map((units) => dense(units, 'relu')), dense(1, 'linear')],
    loss: 'meanSquaredError',
    optimizer: { kind: 'adam', beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
    learningRate: 0.001,
    batchSize: 64,
    epochs: 1,
    l2: 0,
    earlyStopping: null,
    seed: 0,
    threads: 1,
    timeLimitSeconds: null,
  }
}
