/** Numbers and dates as the person's locale writes them; only for the display, never for files. */

const count = new Intl.NumberFormat()
const percent = new Intl.NumberFormat(undefined, { style: 'percent', maximumFractionDigits: 1 })
const compact = new Intl.NumberFormat(undefined, { notation: 'compact', maximumFractionDigits: 1 })
const dateTime = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' })
const day = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeZone: 'UTC' })
const dayAndTime = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium', timeZone: 'UTC' })
const relative = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto' })

export function formatCount(value: number): string {
  return count.format(value)
}

export function formatCompact(value: number): string {
  return compact.format(value)
}

/** `plural(1, 'row')` is "1 row", `plural(2, 'row')` is "2 rows". */
export function plural(value: number, one: string, many = `${one}s`): string {
  return `${formatCount(value)} ${value === 1 ? one : many}`
}

/** A share of 0…1; small ones are not rounded to nothing, nor nearly all to all. */
export function formatShare(share: number): string {
  if (share > 0 && share < 0.001) return `<${percent.format(0.001)}`
  if (share < 1 && share > 0.999) return `>${percent.format(0.999)}`
  return percent.format(share)
}

/**
 * A value of a column, which may be a year: four digits stay together ("2024"), more are grouped ("20,240"). To
 * `digits` significant digits.
 */
export function formatCell(value: number, digits = 5): string {
  const size = Math.abs(value)
  return Number.isInteger(value) && size >= 1000 && size < 10_000 ? value.toString() : formatNumber(value, digits)
}

/** A measured number, to `digits` significant digits, in powers of ten where it is very small or very large. */
export function formatNumber(value: number | null | undefined, digits = 5): string {
  if (value === null || value === undefined || Number.isNaN(value)) return '–'
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞'
  const size = Math.abs(value)
  if (size !== 0 && (size < 1e-4 || size >= 1e12)) return value.toExponential(Math.max(0, digits - 3))
  if (size >= 10 ** (digits - 1)) return new Intl.NumberFormat(undefined, { maximumFractionDigits: 1 }).format(value)
  return new Intl.NumberFormat(undefined, { maximumSignificantDigits: digits }).format(value)
}

export function formatBytes(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB']
  let value = bytes
  let unit = 0
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000
    unit += 1
  }
  return `${new Intl.NumberFormat(undefined, { maximumFractionDigits: value < 10 && unit > 0 ? 1 : 0 }).format(value)} ${units[unit] ?? 'B'}`
}

/** A moment as ISO 8601 text. */
export function formatMoment(iso: string): string {
  const date = new Date(iso)
  return Number.isNaN(date.getTime()) ? iso : dateTime.format(date)
}

/** A date column's value: milliseconds since 1970-01-01 UTC, without the time where it is midnight. */
export function formatDateValue(milliseconds: number | null): string {
  if (milliseconds === null || !Number.isFinite(milliseconds)) return '–'
  return (milliseconds % 86_400_000 === 0 ? day : dayAndTime).format(new Date(milliseconds))
}

/** How long ago, roughly: "3 hours ago". */
export function formatAgo(iso: string, now: number): string {
  const seconds = (new Date(iso).getTime() - now) / 1000
  const size = Math.abs(seconds)
  if (size < 60) return relative.format(Math.round(seconds / 60), 'minute')
  if (size < 3600) return relative.format(Math.round(seconds / 60), 'minute')
  if (size < 86_400) return relative.format(Math.round(seconds / 3600), 'hour')
  if (size < 86_400 * 30) return relative.format(Math.round(seconds / 86_400), 'day')
  return formatMoment(iso)
}

/** A stretch of time in seconds: "8 s", "3 min 20 s", "25 min", "2 h 5 min". */
export function formatDuration(seconds: number): string {
  if (!Number.isFinite(seconds)) return '–'
  if (seconds < 1) return '<1 s'
  const whole = Math.round(seconds)
  if (whole < 60) return `${whole} s`
  const minutes = Math.floor(whole / 60)
  if (minutes >= 10 && minutes < 60) return `${minutes} min`
  if (minutes < 60) return whole % 60 === 0 ? `${minutes} min` : `${minutes} min ${whole % 60} s`
  return minutes % 60 === 0 ? `${Math.floor(minutes / 60)} h` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}
