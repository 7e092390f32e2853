import type { Run } from '../../../../shared/runs.ts'
import { formatNumber } from '../../../components/format.ts'
import { fixedColumns } from '../table/columns.ts'
import { differingSettings, settingsOf, settingValue } from '../settings.ts'
import { score, scoreWord, type MetricChoice } from '../scores.ts'

/** Something that runs differ in: a setting, or what came of it. */
export interface Quantity {
  id: string
  label: string
  /** One a run, null where it has none: all numbers, or all words. */
  values: (number | string | null)[]
  kind: 'number' | 'category'
  /** Numbers over several powers of ten. */
  log: boolean
}

/** From this ratio of the largest to the smallest on, values are seen on a logarithmic axis. */
const LOG_FROM = 50

function quantity(id: string, label: string, values: (number | string | null)[]): Quantity {
  const present = values.filter((value) => value !== null)
  const numbers = present.filter((value) => typeof value === 'number')
  if (numbers.length < present.length) {
    return {
      id,
      label,
      values: values.map((value) => (value === null ? null : String(value))),
      kind: 'category',
      log: false,
    }
  }
  const [low, high] = [Math.min(...numbers), Math.max(...numbers)]
  return { id, label, values, kind: 'number', log: low > 0 && high / low >= LOG_FROM }
}

/** The settings in which runs differ. One that is a number for every run that has it is a number. */
export function settingQuantities(runs: readonly Run[]): Quantity[] {
  return differingSettings(runs)
    .filter((label) => label !== 'Seed')
    .map((label) => {
      const values = runs.map((run) => settingValue(run, label))
      const isNumeric = values.every((value) => value === null || typeof value === 'number')
      return quantity(label, label, isNumeric ? values : runs.map((run) => settingsOf(run).get(label)?.value ?? null))
    })
}

const results: readonly string[] = ['bestLoss', 'lastLoss', 'best', 'epochs', 'parameters', 'rows', 'time']

/** What came of the runs: their score first, then what they took. */
export function resultQuantities(runs: readonly Run[], metric: MetricChoice): Quantity[] {
  const first = runs[0]
  const name = first === undefined ? 'Score' : (scoreWord(first, metric)?.name ?? 'Score')
  const scores = (['validation', 'test'] as const).map((split) =>
    quantity(
      split,
      `${split === 'test' ? 'Test' : 'Validation'} ${name}`,
      runs.map((run) => score(run, split, metric)),
    ),
  )
  const others = fixedColumns(metric, () => 0)
    .filter(({ id }) => results.includes(id))
    .map(({ id, heading, key }) => quantity(id, heading, runs.map(key)))
  return [...scores, ...others].filter(({ values }) => values.some((value) => value !== null))
}

/** A place on an axis, from 0 at its lower end to 1. */
export interface Placed {
  /** One a run; null where it has no value. */
  at: (number | null)[]
  ticks: { at: number; text: string }[]
}

/** Puts a quantity on an axis. Words stand at even distances, in the order of their names. */
export function placed({ values, kind, log }: Quantity): Placed {
  if (kind === 'category') {
    const order = new Intl.Collator(undefined, { numeric: true })
    const words = [...new Set(values.filter((value) => value !== null).map(String))].toSorted(order.compare)
    const place = (index: number) => (words.length === 1 ? 0.5 : index / (words.length - 1))
    return {
      at: values.map((value) => (value === null ? null : place(words.indexOf(String(value))))),
      ticks: words.map((text, index) => ({ at: place(index), text })),
    }
  }
  const scaled = values.map((value) => (typeof value === 'number' ? (log ? Math.log10(value) : value) : null))
  const present = scaled.filter((value) => value !== null)
  const [low, high] = [Math.min(...present), Math.max(...present)]
  const place = (value: number) => (high > low ? (value - low) / (high - low) : 0.5)
  const ends = high > low ? [low, (low + high) / 2, high] : [low]
  return {
    at: scaled.map((value) => (value === null ? null : place(value))),
    ticks: ends.map((end) => ({ at: place(end), text: formatNumber(log ? 10 ** end : end, 3) })),
  }
}
