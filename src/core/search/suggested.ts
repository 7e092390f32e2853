import type { Task } from '../../shared/recipes.ts'
import type { SearchParameter, SearchSpace } from '../../shared/search.ts'
import type { OptimizerKind, RunConfig } from '../../shared/training.ts'
import { areBlocks, describeBlocks } from './network.ts'

/**
 * What is worth searching about a configuration, in ranges that hold its own values: the learning rate, the shape of plain
 * hidden layers, the penalty on weights, the batch size and the optimizer.
 *
 * @param rows training rows: with more of them the layers may be wider and the batches larger
 */
export function suggestedSpace(config: RunConfig, task: Task, rows: number): SearchSpace {
  return {
    parameters: [
      ...stepParameters(config, rows),
      ...(areBlocks(config.network.hidden) ? blockParameters(config, task, rows) : []),
      penaltyParameter(config),
    ],
  }
}

/** Optimizers whose learning rates are of one size, so that one range serves all. */
const alike: readonly OptimizerKind[] = ['adam', 'adamW', 'nadam', 'radam']

function stepParameters({ training }: RunConfig, rows: number): SearchParameter[] {
  const { optimizer, learningRate, batchSize } = training
  // L-BFGS finds its step by itself, over all rows.
  if (optimizer.kind === 'lbfgs') return []
  const adaptive = alike.includes(optimizer.kind)
  const [low, high] = adaptive ? [1e-4, 3e-2] : [learningRate / 10, learningRate * 10]
  const batches = { low: 16, high: Math.max(32, Math.min(1024, 2 ** Math.floor(Math.log2(Math.max(1, rows / 8))))) }
  return [
    logarithmic('training.learningRate', Math.min(low, learningRate), Math.min(100, Math.max(high, learningRate))),
    ...(batchSize === null ? [] : [wholeLogarithmic('training.batchSize', around(batches, batchSize))]),
    ...(adaptive ? [{ path: 'training.optimizer', kind: 'choice' as const, values: [...alike] }] : []),
  ]
}

function blockParameters({ network }: RunConfig, task: Task, rows: number): SearchParameter[] {
  const { depth, width, dropout, activation, normalization } = describeBlocks(network.hidden)
  const widths = { low: rows < 5000 ? 8 : 16, high: rows < 1000 ? 64 : rows < 50_000 ? 256 : 512 }
  const depths = around({ low: 1, high: rows < 1000 ? 3 : 4 }, depth)
  const activations = [...new Set([activation, 'relu', 'gelu', 'silu', 'tanh'])]
  // Without a hidden layer none of these has an effect.
  const deep = Array.from({ length: depths.high }, (_, at) => at + 1)
  const conditions = depths.low === 0 ? { conditions: [{ path: 'network.depth', values: deep }] } : {}
  return [
    { path: 'network.depth', kind: 'int', ...depths, step: 1, log: false },
    { ...wholeLogarithmic('network.width', around(widths, width)), ...conditions },
    { path: 'network.activation', kind: 'choice', values: activations, ...conditions },
    {
      path: 'network.normalization',
      kind: 'choice',
      values: [...new Set([normalization, 'none', 'batchNormalization', 'layerNormalization'])],
      ...conditions,
    },
    // Numbers suffer more from dropout than classes do: it shifts the variance of what the output layer sums.
    {
      path: 'network.dropout',
      kind: 'float',
      low: 0,
      high: Math.max(task === 'regression' ? 0.3 : 0.5, dropout),
      log: false,
      ...conditions,
    },
  ]
}

function penaltyParameter({ training }: RunConfig): SearchParameter {
  const { weightDecay = 0, l2 } = training
  if (weightDecay > 0) return logarithmic('training.weightDecay', Math.min(1e-4, weightDecay), Math.max(1, weightDecay))
  return logarithmic('training.l2', l2 > 0 ? Math.min(1e-6, l2) : 1e-6, Math.max(0.1, l2))
}

function logarithmic(path: string, low: number, high: number): SearchParameter {
  return { path, kind: 'float', low, high, log: true }
}

function wholeLogarithmic(path: string, ends: { low: number; high: number }): SearchParameter {
  return { path, kind: 'int', ...ends, step: 1, log: true }
}

/** The range, wide enough for the value. */
function around({ low, high }: { low: number; high: number }, value: number): { low: number; high: number } {
  return { low: Math.min(low, value), high: Math.max(high, value) }
}
