/** So many bytes in the largest fitting unit, two digits of it: 36 GB. */
export function byteText(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB', 'PB']
  let value = bytes
  let unit = 0
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000
    unit++
  }
  return `${value >= 10 ? Math.round(value) : Number(value.toPrecision(2))} ${units[unit] ?? ''}`
}
