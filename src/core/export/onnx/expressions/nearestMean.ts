import type { NearestMean } from '../../../expression/types.ts'
import type { Emitting } from './emitting.ts'

/** double [N, 1]; each distance is worked out as in the studio, so that the same rows are the nearest. */
export function emitNearestMean(emitter: Emitting, expression: NearestMean): string {
  const { graph } = emitter
  const { xs, reference, target, neighbours, otherwise } = expression
  const columns = xs.length
  const own = emitter.number(xs[target] ?? { op: 'constant', value: NaN })
  const isGap = graph.operator('IsNaN', [own])
  const zero = graph.doubles([0])
  const fallback = graph.doubles([otherwise])
  const targets = Array.from(
    { length: reference.length / columns },
    (_, row) => reference[row * columns + target] ?? NaN,
  )
  const donors = targets.filter((value) => !Number.isNaN(value)).length
  if (donors === 0) return graph.operator('Where', [isGap, fallback, own])

  const far = graph.doubles([Infinity])
  const isDonor = graph.booleans(
    targets.map((value) => !Number.isNaN(value)),
    [1, targets.length],
  )
  const distance = graph.operator('Where', [isDonor, emitter.once(xs, () => emitDistances(emitter, expression)), far])
  const [nearest = '', places = ''] = graph.operators(
    'TopK',
    [distance, graph.integers([Math.min(neighbours, donors)])],
    2,
    { axis: { int: 1 }, largest: { int: 0 }, sorted: { int: 1 } },
  )
  const known = targets.map((value) => (Number.isNaN(value) ? 0 : value))
  const values = graph.operator('Gather', [graph.doubles(known, [known.length]), places])
  const isNear = graph.operator('Less', [nearest, far])
  const weights = expression.weighting === 'uniform' ? graph.cast(isNear, 'double') : reciprocals()
  const sumOf = (each: string): string => graph.operator('ReduceSum', [each, graph.integers([1])])
  const total = sumOf(weights)
  const mean = graph.operator('Div', [sumOf(graph.operator('Mul', [weights, values])), total])
  const hasAny = graph.operator('Greater', [total, zero])
  return graph.operator('Where', [isGap, graph.operator('Where', [hasAny, mean, fallback]), own])

  /** [N, k]: rows at distance 0 count alone; rows that are no neighbours count nothing, as 1 / ∞ is 0. */
  function reciprocals(): string {
    const isSame = graph.operator('Equal', [nearest, zero])
    const same = graph.cast(isSame, 'double')
    const hasSame = graph.operator('Greater', [graph.operator('ReduceSum', [same, graph.integers([1])]), zero])
    const inverse = graph.operator('Div', [graph.doubles([1]), graph.operator('Sqrt', [nearest])])
    return graph.operator('Where', [hasSame, same, inverse])
  }
}

/** double [N, rows]: squared distances over common columns, ∞ where there is none. */
function emitDistances(emitter: Emitting, { xs, reference }: NearestMean): string {
  const { graph } = emitter
  const columns = xs.length
  const rows = reference.length / columns
  const zero = graph.doubles([0])
  let sum = zero
  let common = zero
  for (const [column, x] of xs.entries()) {
    const others = Array.from({ length: rows }, (_, row) => reference[row * columns + column] ?? NaN)
    const difference = graph.operator('Sub', [emitter.number(x), graph.doubles(others, [1, rows])])
    const isGap = graph.operator('IsNaN', [difference])
    const square = graph.operator('Mul', [difference, difference])
    sum = graph.operator('Add', [sum, graph.operator('Where', [isGap, zero, square])])
    common = graph.operator('Add', [common, graph.cast(graph.operator('Not', [isGap]), 'double')])
  }
  const scaled = graph.operator('Div', [graph.operator('Mul', [sum, graph.doubles([columns])]), common])
  return graph.operator('Where', [graph.operator('Greater', [common, zero]), scaled, graph.doubles([Infinity])])
}
