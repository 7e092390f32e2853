import { describe, expect, it } from 'vitest'
import {
  averagePathLength,
  growIsolationForest,
  isolationScores,
  type IsolationTree,
} from '../../../src/core/recipe/numbers/isolationForest.ts'
import { markOutliers } from '../../../src/core/recipe/numbers/outlierRows.ts'
import { createRandom } from '../../../src/core/random.ts'
import { filled } from './numbersReference.ts'
import reference from './numbersReference.json' with { type: 'json' }

type ReferenceTree = (typeof reference.isolation)[number]['trees'][number]

/** A tree of scikit-learn's as ours. */
function treeOf({ columns, thresholds, right, rows }: ReferenceTree): IsolationTree {
  const lengths = new Float64Array(columns.length)
  const walk = (node: number, depth: number): void => {
    if (columns[node]! < 0) {
      lengths[node] = depth + averagePathLength(rows[node]!)
      return
    }
    walk(node + 1, depth + 1)
    walk(right[node]!, depth + 1)
  }
  walk(0, 0)
  return {
    columns: Int32Array.from(columns, (column) => Math.max(column, -1)),
    thresholds: filled(thresholds),
    right: Int32Array.from(right),
    lengths,
  }
}

/** Two columns of a cloud around 0, with a few rows far out at the given places. */
function cloud(rows: number, far: readonly number[]): Float64Array[] {
  const random = createRandom(3)
  const draw = (): number => {
    let sum = 0
    for (let i = 0; i < 12; i++) sum += random.uint32() / 2 ** 32
    return sum - 6
  }
  const columns = [0, 1].map(() => Float64Array.from({ length: rows }, draw))
  for (const [index, row] of far.entries()) columns[index % 2]![row] = index % 4 < 2 ? 25 + index : -30 - index
  return columns
}

describe('isolation forest', () => {
  it.each(reference.isolation)('scores the rows of scikit-learn’s own trees as it does', (one) => {
    const columns = one.columns.map(filled)
    const forest = { trees: one.trees.map(treeOf), sampleSize: one.sampleSize }
    const scores = isolationScores(forest, columns)
    for (const [row, score] of scores.entries()) expect(Math.abs(score - one.scores[row]!)).toBeLessThan(1e-12)
  })

  it('splits a sample until its rows are alone, or as deep as a balanced tree', () => {
    const columns = cloud(500, [])
    const { trees, sampleSize } = growIsolationForest(columns, { trees: 5, sampleSize: 64, seed: 1 })
    expect(sampleSize).toBe(64)
    expect(trees).toHaveLength(5)
    for (const tree of trees) {
      const depths: number[] = []
      const walk = (node: number, depth: number): void => {
        if (tree.columns[node]! < 0) return void depths.push(depth)
        walk(node + 1, depth + 1)
        walk(tree.right[node]!, depth + 1)
      }
      walk(0, 0)
      expect(Math.max(...depths)).toBeLessThanOrEqual(6)
      expect(depths.length).toBeGreaterThan(16)
    }
    expect(trees[0]).not.toEqual(trees[1])
  })

  it('gives rows far out the highest scores, the same for the same seed', () => {
    const far = [3, 77, 250, 499]
    const columns = cloud(500, far)
    const settings = { trees: 100, sampleSize: 256, seed: 9 }
    const scores = isolationScores(growIsolationForest(columns, settings), columns)
    const ranked = Array.from(scores.keys()).sort((a, b) => scores[b]! - scores[a]!)
    expect(ranked.slice(0, 4).sort((a, b) => a - b)).toEqual(far)
    expect(isolationScores(growIsolationForest(columns, settings), columns)).toEqual(scores)
    expect(isolationScores(growIsolationForest(columns, { ...settings, seed: 10 }), columns)).not.toEqual(scores)
  })

  it('finds nobody alone where nothing varies, and a single row average', () => {
    const same = [new Float64Array(20).fill(4)]
    const scores = isolationScores(growIsolationForest(same, { trees: 3, sampleSize: 8, seed: 1 }), same)
    expect(new Set(scores).size).toBe(1)
    const one = [Float64Array.of(1)]
    expect(isolationScores(growIsolationForest(one, { trees: 3, sampleSize: 8, seed: 1 }), one)).toEqual(
      Float64Array.of(0.5),
    )
    expect(isolationScores(growIsolationForest([], { trees: 3, sampleSize: 8, seed: 1 }), [])).toHaveLength(0)
  })

  it('can be abandoned', () => {
    const columns = cloud(9000, [])
    const stop = (): never => {
      throw new Error('stop')
    }
    expect(() => markOutliers(columns, { method: 'isolationForest', contamination: 0.1, seed: 1 }, stop)).toThrow(
      'stop',
    )
  })
})

describe('outliers among rows', () => {
  it('are as many as the contamination says', () => {
    const columns = cloud(400, [5, 90])
    const flags = markOutliers(columns, { method: 'isolationForest', contamination: 0.05, seed: 2 })
    expect(flags.reduce((sum, flag) => sum + flag, 0)).toBe(20)
    expect([flags[5], flags[90]]).toEqual([1, 1])
  })

  it('leave a missing value in the middle of its column', () => {
    const columns = cloud(400, [5])
    columns[0]![8] = NaN
    columns[1]![8] = NaN
    const flags = markOutliers(columns, { method: 'isolationForest', contamination: 0.01, seed: 2 })
    expect([flags[5], flags[8]]).toEqual([1, 0])
    const empty = markOutliers([new Float64Array(4).fill(NaN)], {
      method: 'isolationForest',
      contamination: 0.1,
      seed: 2,
    })
    expect(empty).toEqual(new Uint8Array(4))
  })

  it('are those beyond the fences of any column', () => {
    const columns = [Float64Array.of(1, 2, 3, 4, 100, NaN), Float64Array.of(-9, 1, 1.5, 2, 1, 1.2)]
    expect(markOutliers(columns, { method: 'iqr', limit: 1.5 })).toEqual(Uint8Array.of(1, 0, 0, 0, 1, 0))
    expect(markOutliers(columns, { method: 'zScore', limit: 3 })).toEqual(new Uint8Array(6))
    expect(markOutliers(columns, { method: 'zScore', limit: 1.5 })).toEqual(Uint8Array.of(1, 0, 0, 0, 1, 0))
  })
})
