import { createRandom, shuffle } from '../random.ts'

/** Which fold each of `count` training rows, in their order, belongs to: sizes differ by at most one. At most 256 folds. */
export function assignFolds(count: number, folds: number, seed: number): Uint8Array {
  const order = Uint32Array.from({ length: count }, (_, row) => row)
  shuffle(order, createRandom(seed))
  const assigned = new Uint8Array(count)
  for (let i = 0; i < count; i++) assigned[order[i] ?? 0] = i % folds
  return assigned
}
