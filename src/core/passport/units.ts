/** One way to write a quantity otherwise: a factor and, for temperatures, a summand. */
export interface Conversion {
  /** "inches as centimetres": what the value may be, and what was learned. */
  name: string
  convert(value: number): number
}

const scaled = (name: string, factor: number): Conversion => ({ name, convert: (value) => value * factor })

/** Exact by definition (NIST Special Publication 811, Appendix B). */
const factors: readonly [from: string, to: string, factor: number][] = [
  ['inches', 'centimetres', 2.54],
  ['inches', 'metres', 0.0254],
  ['feet', 'metres', 0.3048],
  ['miles', 'kilometres', 1.609344],
  ['pounds', 'kilograms', 0.45359237],
  ['ounces', 'grams', 28.349523125],
  ['minutes', 'hours', 1 / 60],
  ['seconds', 'hours', 1 / 3600],
]

const conversions: readonly Conversion[] = [
  ...[1000, 100, 10, 1_000_000].flatMap((power) => [
    scaled(`${power.toLocaleString('en')} times too large`, 1 / power),
    scaled(`${power.toLocaleString('en')} times too small`, power),
  ]),
  ...factors.flatMap(([from, to, factor]) => [
    scaled(`${from} instead of ${to}`, factor),
    scaled(`${to} instead of ${from}`, 1 / factor),
  ]),
  { name: '°F instead of °C', convert: (value) => (value - 32) / 1.8 },
  { name: '°C instead of °F', convert: (value) => value * 1.8 + 32 },
  { name: 'kelvins instead of °C', convert: (value) => value - 273.15 },
  { name: '°C instead of kelvins', convert: (value) => value + 273.15 },
]

/** In widths of the range: a value that is beyond it by less is only a little unusual. */
const farBeyond = 0.5

/** Of the least value: so small a part of it is no ordinary small value either. */
const tiny = 0.3

/** What a value that lies far beyond the range of training would be in the unit of training. */
export interface UnitSuspicion {
  /** "inches instead of centimetres". */
  name: string
  converted: number
}

/**
 * Whether a value looks as if it were in another unit: far out of the range, and within it once converted. Of several conversions
 * the one that comes nearest to the middle of the range, and of those that come as near the first.
 *
 * @param range of the training rows
 */
export function suspectedUnit(value: number, range: { min: number; max: number }): UnitSuspicion | null {
  const { min, max } = range
  const width = max - min
  const beyond = Math.max(min - value, value - max)
  const isTiny = value > 0 && value < min * tiny
  if (!(beyond > 0) || (beyond <= farBeyond * width && !isTiny)) return null
  const middle = (min + max) / 2
  let best: UnitSuspicion | null = null
  for (const { name, convert } of conversions) {
    const converted = convert(value)
    if (converted < min || converted > max) continue
    if (best === null || Math.abs(converted - middle) < Math.abs(best.converted - middle)) best = { name, converted }
  }
  return best
}
