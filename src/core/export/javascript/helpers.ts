import type { Helper } from '../program/sourceWriter.ts'

export type HelperName = keyof typeof helpers

/** Functions that a written module may call. */
export const helpers = {
  numberOf: {
    source: `/** A raw number; NaN where it is missing. */
function numberOf(value) {
  if (value === null || value === undefined || value === '') return NaN
  const number = Number(value)
  return Number.isFinite(number) ? number : NaN
}`,
  },
  daysOf: {
    source: `/** A raw date as days since 1970-01-01 UTC; NaN where it is missing. */
function daysOf(value) {
  if (value === null || value === undefined || value === '') return NaN
  if (typeof value === 'number') return Number.isFinite(value) ? value : NaN
  if (value instanceof Date) return value.getTime() / 86400000
  const hasZone = /(Z|[+-]\\d\\d:?\\d\\d)$/i.test(value) || !value.includes(':')
  return Date.parse(hasZone ? value : value.replace(' ', 'T') + 'Z') / 86400000
}`,
  },
  textOf: {
    source: `/** A raw text; null where it is missing. */
function textOf(value, missing) {
  return value === null || value === undefined || missing.includes(value) ? null : String(value)
}`,
  },
  booleanOf: {
    source: `/** A raw text as it was spelled in training; null where it is missing. */
function booleanOf(value, missing, spellings) {
  const text = textOf(value, missing)
  return text === null ? null : (spellings.get(text) ?? text)
}`,
    calls: ['textOf'],
  },
  finite: {
    source: `function finite(x) {
  return Number.isFinite(x) ? x : NaN
}`,
  },
  round: {
    source: `/** To the nearest integer, halves to the even one. */
function round(x) {
  const down = Math.floor(x)
  const rest = x - down
  return rest < 0.5 || (rest === 0.5 && down % 2 === 0) ? down : down + 1
}`,
  },
  power: {
    source: `function power(x, y) {
  return Number.isNaN(x) || !Number.isFinite(y) ? NaN : x ** y
}`,
  },
  modulo: {
    source: `/** The rest with the sign of the divisor. */
function modulo(x, y) {
  const rest = x % y
  return rest !== 0 && rest < 0 !== y < 0 ? rest + y : rest
}`,
  },
  countUpTo: {
    source: `/** How many of the ascending numbers are at most x; NaN where x is missing. */
function countUpTo(ascending, x) {
  if (Number.isNaN(x)) return NaN
  let low = 0
  let high = ascending.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (ascending[middle] <= x) low = middle + 1
    else high = middle
  }
  return low
}`,
  },
  interpolate: {
    source: `/** Linear between the points, constant beyond them. */
function interpolate(xs, ys, x) {
  if (Number.isNaN(x)) return NaN
  const last = xs.length - 1
  const at = countUpTo(xs, x) - 1
  if (at < 0) return ys[0]
  if (at >= last) return ys[last]
  return ys[at] + (ys[at + 1] - ys[at]) * ((x - xs[at]) / (xs[at + 1] - xs[at]))
}`,
    calls: ['countUpTo'],
  },
  lookup: {
    source: `function lookup(table, text, other, missing) {
  if (text === null) return missing
  const value = table.get(text)
  return value === undefined ? other : value
}`,
  },
  fillByRegressions: {
    source: `/** Gaps begin as 0, and each regression in turn gives that of its own target. */
function fillByRegressions(row, chain) {
  const isGap = row.map(Number.isNaN)
  const filled = row.map((value, k) => (isGap[k] ? 0 : value))
  for (const { target, offset, weights } of chain) {
    if (isGap[target]) filled[target] = filled.reduce((sum, value, k) => sum + weights[k] * value, offset)
  }
  return filled
}`,
  },
  fillByNeighbours: {
    source: `/** Gaps become the mean over the nearest reference rows that have a value, distances over the columns both have. */
function fillByNeighbours(row, reference, neighbours, weighting, otherwise) {
  const width = row.length
  const distances = []
  for (let other = 0; other * width < reference.length; other++) {
    let sum = 0
    let common = 0
    for (let k = 0; k < width; k++) {
      const difference = row[k] - reference[other * width + k]
      if (Number.isNaN(difference)) continue
      sum += difference * difference
      common++
    }
    distances.push((sum * width) / common)
  }
  return row.map((value, target) => {
    if (!Number.isNaN(value)) return value
    const near = distances
      .map((distance, other) => ({ distance, value: reference[other * width + target] }))
      .filter(({ distance, value }) => !Number.isNaN(distance) && !Number.isNaN(value))
      .sort((a, b) => a.distance - b.distance)
      .slice(0, neighbours)
    if (near.length === 0) return otherwise
    const isSame = near[0].distance === 0
    let sum = 0
    let weights = 0
    for (const { distance, value } of near) {
      const weight = weighting === 'uniform' ? 1 : isSame ? (distance === 0 ? 1 : 0) : 1 / Math.sqrt(distance)
      sum += weight * value
      weights += weight
    }
    return sum / weights
  })
}`,
  },
  hashOf: {
    source: `/** FNV-1a of the text's UTF-8 bytes, 32 bits, mixed by the finalizer of MurmurHash3. */
function hashOf(text) {
  let hash = 0x811c9dc5
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}`,
  },
  wordsOf: {
    source: `/** Runs of letters and digits, in lower case; null for a missing text. */
function wordsOf(text) {
  return text === null ? null : (text.toLowerCase().match(/[\\p{L}\\p{N}]+/gu) ?? [])
}`,
  },
  decoded: {
    source: `function decoded(base64) {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0)).buffer
}`,
  },
  activate: {
    source: `function activate(values, activation) {
  return activation === null ? values : values.map((row) => row.map(activation))
}`,
  },
  dense: {
    source: `/** activation((x · inputFactors) W · outputFactors + bias), for each member's row of values. */
function dense(values, layer) {
  const { inputs, units, members, kernel, inputFactors, outputFactors, bias, activation } = layer
  const out = []
  for (let m = 0; m < members; m++) {
    const x = values[values.length === 1 ? 0 : m]
    const from = kernel.length === inputs * units ? 0 : m * inputs * units
    const sums = new Float64Array(units)
    for (let i = 0; i < inputs; i++) {
      const value = inputFactors === null ? x[i] : x[i] * inputFactors[m * inputs + i]
      if (value === 0) continue
      const row = from + i * units
      for (let u = 0; u < units; u++) sums[u] += value * kernel[row + u]
    }
    if (outputFactors !== null) for (let u = 0; u < units; u++) sums[u] *= outputFactors[m * units + u]
    if (bias !== null) {
      const first = bias.length === units ? 0 : m * units
      for (let u = 0; u < units; u++) sums[u] += bias[first + u]
    }
    out.push(activation === null ? sums : sums.map(activation))
  }
  return out
}`,
  },
  byMember: {
    source: `/** Rows of values with a member's numbers each: the row of one network is every member's. */
function byMember(values, members, change) {
  return Array.from({ length: members }, (_, m) => {
    const x = values[values.length === 1 ? 0 : m]
    return x.map((value, k) => change(value, m * x.length + k))
  })
}`,
  },
  normalized: {
    source: `/** (x - m) / √(mean of (x - m)² + ε) over a row, m its mean or 0. */
function normalized(values, isCentred, epsilon) {
  return values.map((x) => {
    const mean = isCentred ? x.reduce((sum, value) => sum + value, 0) / x.length : 0
    const squares = x.reduce((sum, value) => sum + (value - mean) ** 2, 0)
    const root = Math.sqrt(squares / x.length + epsilon)
    return x.map((value) => (value - mean) / root)
  })
}`,
  },
  sum: {
    source: `function sum(a, b) {
  const [more, fewer] = a.length >= b.length ? [a, b] : [b, a]
  return more.map((row, m) => row.map((value, k) => value + fewer[fewer.length === 1 ? 0 : m][k]))
}`,
  },
  softmax: {
    source: `function softmax(x) {
  const most = x.reduce((a, b) => Math.max(a, b))
  const powers = x.map((value) => Math.exp(value - most))
  const all = powers.reduce((a, b) => a + b)
  return powers.map((value) => value / all)
}`,
  },
  meanOfMembers: {
    source: `function meanOfMembers(values) {
  return values[0].map((_, k) => values.reduce((sum, row) => sum + row[k], 0) / values.length)
}`,
  },
  oneHot: {
    source: `function oneHot(index, levels) {
  return Array.from({ length: levels }, (_, level) => (level === index ? 1 : 0))
}`,
  },
  embedding: {
    source: `function embedding(index, table, dimension) {
  return Array.from({ length: dimension }, (_, k) => (index < 0 ? 0 : table[index * dimension + k]))
}`,
  },
  waves: {
    source: `/** x as sin(ax) and cos(ax) of its frequencies a, and then a dense layer's sums. */
function waves(x, angles, kernel, bias) {
  const parts = [...angles.map((a) => Math.sin(a * x)), ...angles.map((a) => Math.cos(a * x))]
  return Array.from(bias, (b, k) => parts.reduce((sum, part, i) => sum + part * kernel[i * bias.length + k], b))
}`,
  },
  bins: {
    source: `/** Of each bin how much of it lies below x; the first and the last go on beyond their outer ends. */
function bins(x, edges) {
  const last = edges.length - 2
  return Array.from({ length: last + 1 }, (_, k) => {
    const part = (x - edges[k]) / (edges[k + 1] - edges[k])
    const atLeast = k === 0 ? part : Math.max(0, part)
    return k === last ? atLeast : Math.min(1, atLeast)
  })
}`,
  },
  weighted: {
    source: `function weighted(x, kernel, bias) {
  return Array.from(bias, (b, k) => x.reduce((sum, value, i) => sum + value * kernel[i * bias.length + k], b))
}`,
  },
} satisfies Record<string, Helper>
