import type { ColumnView } from '../../shared/recipes.ts'
import { histogramOf } from '../metrics/histogram.ts'
import { countMissing, type IndicatorColumn, type WorkingColumn } from './columns.ts'
import { levelsByFrequency } from './statistics.ts'

const bins = 20
const maxTop = 10
const sampleRows = 10

/** A column at one point of the recipe, as the preview shows it; numbers as short text. */
export function viewOf(column: WorkingColumn): ColumnView {
  const { name } = column
  const missing = countMissing(column)
  switch (column.kind) {
    case 'number':
      return {
        name,
        kind: 'number',
        ...(column.unit === undefined ? {} : { unit: column.unit }),
        missing,
        histogram: histogramOf(column.values, bins),
        top: [],
        sample: Array.from(column.values.subarray(0, sampleRows), numberText),
      }
    case 'date':
      return {
        name,
        kind: 'date',
        missing,
        histogram: histogramOf(column.values, bins),
        top: [],
        sample: Array.from(column.values.subarray(0, sampleRows), dateText),
      }
    case 'category':
      return {
        name,
        kind: 'category',
        missing,
        histogram: null,
        top: levelsByFrequency(column)
          .slice(0, maxTop)
          .map(({ level, count }) => ({ value: level, count })),
        sample: Array.from(column.codes.subarray(0, sampleRows), (code) => column.levels[code] ?? ''),
      }
    case 'indicator':
      return viewOfIndicator(column)
    case 'index':
      return { name, kind: 'number', missing, ...viewOfCodes(column.codes) }
  }
}

function viewOfCodes(codes: Int32Array): Pick<ColumnView, 'histogram' | 'top' | 'sample'> {
  return {
    histogram: histogramOf(Float64Array.from(codes), bins),
    top: [],
    sample: Array.from(codes.subarray(0, sampleRows), String),
  }
}

function viewOfIndicator({ name, codes, code, on, off }: IndicatorColumn): ColumnView {
  let hits = 0
  for (let i = 0; i < codes.length; i++) if (codes[i] === code) hits++
  const misses = codes.length - hits
  const isRising = on > off
  return {
    name,
    kind: 'number',
    missing: 0,
    histogram:
      on === off
        ? { edges: [on, on], counts: [codes.length] }
        : {
            edges: isRising ? [off, (off + on) / 2, on] : [on, (off + on) / 2, off],
            counts: isRising ? [misses, hits] : [hits, misses],
          },
    top: [
      { value: numberText(off), count: misses },
      { value: numberText(on), count: hits },
    ],
    sample: Array.from(codes.subarray(0, sampleRows), (found) => numberText(found === code ? on : off)),
  }
}

/** Six significant digits, no trailing zeros; '' for a missing value. */
export function numberText(value: number): string {
  return Number.isNaN(value) ? '' : String(Number(value.toPrecision(6)))
}

/** The date, with the time of day where there is one; '' for a missing value. */
function dateText(value: number): string {
  if (!(Math.abs(value) <= 8.64e15)) return ''
  const text = new Date(value).toISOString()
  return text.endsWith('T00:00:00.000Z') ? text.slice(0, -14) : text.replace('.000Z', 'Z')
}
