/** The sign between whole and fraction in the person's locale. */
export const decimalSign =
  new Intl.NumberFormat().formatToParts(1.5).find(({ type }) => type === 'decimal')?.value ?? '.'

/**
 * A number as a person types it: 0.001, 1e-3, and with the locale's own decimal sign; groups are accepted where they
 * are unmistakable (1,000 in English). NaN for anything else.
 */
export function parseNumber(text: string, decimal: string = decimalSign): number {
  let plain = text
    .trim()
    .replaceAll(/[\s\u00a0\u202f]/g, '')
    .replace(/^[−–]/, '-')
  if (decimal === ',') {
    if (/^-?\d{1,3}(\.\d{3})+,\d+$/.test(plain)) plain = plain.replaceAll('.', '')
    plain = plain.replace(',', '.')
  } else if (/^-?\d{1,3}(,\d{3})+(\.\d*)?$/.test(plain)) plain = plain.replaceAll(',', '')
  if (!/^-?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(plain)) return Number.NaN
  return Number(plain)
}
