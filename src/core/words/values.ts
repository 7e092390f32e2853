import { formatNumber } from './format.ts'

const fixedDigits = new Map<number, Intl.NumberFormat>()
const plain = new Intl.NumberFormat(undefined, { maximumSignificantDigits: 6 })
const short = new Intl.NumberFormat(undefined, { notation: 'compact', maximumFractionDigits: 2 })

/**
 * A measured number that changes while it is watched: always `digits` significant digits, zeros at the end included,
 * so that it does not change its width. Very small and very large values as powers of ten.
 */
export function formatValue(value: number | null | undefined, digits = 4): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return formatNumber(value)
  const size = Math.abs(value)
  if (size < 1e-4 || size >= 10 ** (digits - 1)) return value === 0 ? '0' : formatNumber(value, digits)
  let format = fixedDigits.get(digits)
  if (format === undefined) {
    format = new Intl.NumberFormat(undefined, { minimumSignificantDigits: digits, maximumSignificantDigits: digits })
    fixedDigits.set(digits, format)
  }
  return format.format(value)
}

/** The labels of one axis, as short as its values allow and all of one kind: 0.05, 1,000, or 80K beside 100K. */
export function tickFormat(ticks: readonly number[]): (value: number) => string {
  const isLarge = ticks.some((tick) => Math.abs(tick) >= 1e5)
  return (value) => {
    if (value !== 0 && Math.abs(value) < 1e-3) return value.toExponential()
    return isLarge ? short.format(value) : plain.format(value)
  }
}

/** A share of 1 as whole percent or with the digits asked for. */
export function formatPercent(value: number | null, digits: number): string {
  if (value === null || Number.isNaN(value)) return '–'
  return new Intl.NumberFormat(undefined, {
    style: 'percent',
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(value)
}
