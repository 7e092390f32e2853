export type Rgb = readonly [red: number, green: number, blue: number]

/** “#3157d5” or “#35d” as numbers from 0 to 255; grey where it is none. */
export function parseHex(colour: string): Rgb {
  const digits = /^#([0-9a-f]{3}|[0-9a-f]{6})$/i.exec(colour.trim())?.[1]
  if (digits === undefined) return [128, 128, 128]
  const full = digits.length === 3 ? digits.replaceAll(/./g, '$&$&') : digits
  const part = (at: number) => Number.parseInt(full.slice(at, at + 2), 16)
  return [part(0), part(2), part(4)]
}

export function mix(from: Rgb, to: Rgb, share: number): Rgb {
  const part = (at: 0 | 1 | 2) => Math.round(from[at] + (to[at] - from[at]) * share)
  return [part(0), part(1), part(2)]
}

/** The lowest and the highest of some numbers, without those that are none; 0 and 0 of nothing. */
export function rangeOf(values: readonly number[]): { low: number; high: number } {
  const finite = values.filter(Number.isFinite)
  if (finite.length === 0) return { low: 0, high: 0 }
  return finite.reduce(({ low, high }, value) => ({ low: Math.min(low, value), high: Math.max(high, value) }), {
    low: Infinity,
    high: -Infinity,
  })
}

/** How far a number is from the lowest of a range, 0, to the highest, 1. */
export function shareOf(value: number, { low, high }: { low: number; high: number }): number {
  return high > low ? Math.min(1, Math.max(0, (value - low) / (high - low))) : 0.5
}

/**
 * The pixels of a surface, the highest row first. A class has its colour, the fainter the less certain it is; a number
 * lies between the colours of the lowest and the highest of a range.
 *
 * @param values size × size, the lowest row first
 * @returns red, green, blue and alpha, size × size × 4
 */
export function surfacePixels(
  { size, values, certainty }: { size: number; values: readonly number[]; certainty: readonly number[] },
  range: { low: number; high: number },
  colours: { background: Rgb; classes: readonly Rgb[] | null; low: Rgb; high: Rgb },
): Uint8ClampedArray<ArrayBuffer> {
  const pixels = new Uint8ClampedArray(size * size * 4)
  const colourOf = (index: number): Rgb => {
    const value = values[index] ?? NaN
    if (!Number.isFinite(value)) return colours.background
    if (colours.classes === null) {
      return mix(colours.background, mix(colours.low, colours.high, shareOf(value, range)), 0.7)
    }
    const own = colours.classes[value]
    return own === undefined ? colours.background : mix(colours.background, own, 0.1 + 0.6 * (certainty[index] ?? 1))
  }
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      const [red, green, blue] = colourOf(row * size + column)
      pixels.set([red, green, blue, 255], ((size - 1 - row) * size + column) * 4)
    }
  }
  return pixels
}
