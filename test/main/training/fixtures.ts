import type { TrainingData } from '../../../src/main/training/native.ts'

/** The engine's description of a classifier of two inputs and three classes. */
export function classifier(change: Record<string, unknown> = {}): string {
  return JSON.stringify({
    inputs: 2,
    layers: [
      { kind: 'dense', units: 8, activation: 'tanh', initialization: 'glorot' },
      { kind: 'dense', units: 3, activation: 'linear', initialization: 'glorot' },
    ],
    loss: 'softmaxCrossEntropy',
    optimizer: { kind: 'adam', beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
    learningRate: 0.01,
    batchSize: 16,
    epochs: 20,
    l2: 0,
    earlyStopping: null,
    seed: 4,
    threads: 1,
    timeLimitSeconds: null,
    ...change,
  })
}

/** Three classes around three places, 120 training and 30 validation rows, in shared memory. */
export function blobs(): TrainingData {
  const train = rows(120)
  const validation = rows(30, 1)
  return {
    trainInputs: train.inputs,
    trainTargets: train.targets,
    validationInputs: validation.inputs,
    validationTargets: validation.targets,
  }
}

function rows(count: number, shift = 0): { inputs: Float32Array; targets: Float32Array } {
  const inputs = new Float32Array(new SharedArrayBuffer(count * 2 * 4))
  const targets = new Float32Array(new SharedArrayBuffer(count * 4))
  for (let row = 0; row < count; row++) {
    const target = row % 3
    targets[row] = target
    inputs[row * 2] = Math.cos(target * 2.1) + 0.4 * Math.sin(row * 1.7 + shift)
    inputs[row * 2 + 1] = Math.sin(target * 2.1) + 0.4 * Math.cos(row * 2.3 + shift)
  }
  return { inputs, targets }
}
