/** Up to so many values a comparison sort is quicker than counting digits. */
const fewValues = 4096
const digitBits = 16
const digits = 2 ** digitBits

/**
 * Positions in ascending order of their value, none of which is NaN; of equal ones the first comes first.
 *
 * Many values are sorted by the digits of their bits, the lowest first (radix sort; Knuth, The Art of Computer
 * Programming, volume 3, 5.2.5), which takes a tenth of the time of comparisons.
 */
export function ascendingOrder(values: Float64Array): Uint32Array {
  const order = new Uint32Array(values.length)
  let isSorted = true
  for (let i = 0; i < order.length; i++) {
    order[i] = i
    if (i > 0 && (values[i] ?? 0) < (values[i - 1] ?? 0)) isSorted = false
  }
  if (isSorted) return order
  if (values.length <= fewValues) return order.sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0) || a - b)
  return byDigits(order, values)
}

function byDigits(order: Uint32Array<ArrayBuffer>, values: Float64Array): Uint32Array {
  const words = orderedWords(values)
  let from = order
  let to = new Uint32Array(order.length)
  const starts = new Uint32Array(digits)
  for (let digit = 0; digit < 4; digit++) {
    const word = digit >> 1
    const shift = (digit & 1) * digitBits
    starts.fill(0)
    for (let i = 0; i < order.length; i++) {
      const at = ((words[2 * i + word] ?? 0) >>> shift) & (digits - 1)
      starts[at] = (starts[at] ?? 0) + 1
    }
    let next = 0
    for (let at = 0; at < digits; at++) {
      const count = starts[at] ?? 0
      starts[at] = next
      next += count
    }
    for (let i = 0; i < from.length; i++) {
      const position = from[i] ?? 0
      const at = ((words[2 * position + word] ?? 0) >>> shift) & (digits - 1)
      const place = starts[at] ?? 0
      to[place] = position
      starts[at] = place + 1
    }
    ;[from, to] = [to, from]
  }
  return from
}

/** The bits of each value as two words, the low one first, so that they order as the values do. */
function orderedWords(values: Float64Array): Uint32Array {
  // -0 is 0.
  const copy = new Float64Array(values.length)
  for (let i = 0; i < values.length; i++) copy[i] = (values[i] ?? 0) + 0
  const words = new Uint32Array(copy.buffer)
  for (let i = 0; i < words.length; i += 2) {
    const high = words[i + 1] ?? 0
    if (high >>> 31 === 0) {
      words[i + 1] = high ^ 0x80000000
    } else {
      words[i] = ~(words[i] ?? 0)
      words[i + 1] = ~high
    }
  }
  return words
}
