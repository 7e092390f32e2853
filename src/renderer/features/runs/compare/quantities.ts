import type { Run } from '../../../../shared/runs.ts'
import type { HiddenLayer } from '../../../../shared/training.ts'
import { formatValue } from '../../../../core/words/values.ts'
import { formatCount, formatNumber } from '../../../../core/words/format.ts'
import { activationNames, layerNames } from '../../../../core/words/settings/names.ts'
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

/** In which runs of a study differ, and from which no score comes. */
const byChance: ReadonlySet<string> = new Set(['Seed', 'Fold'])

/** The form's word for the layers of a network. */
const hiddenLayers = 'Hidden layers'

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
  return differingSettings(runs).flatMap((label) => {
    if (byChance.has(label)) return []
    if (label === hiddenLayers) return networkQuantities(runs)
    const values = runs.map((run) => settingValue(run, label))
    const isNumeric = values.every((value) => value === null || typeof value === 'number')
    return [quantity(label, label, isNumeric ? values : runs.map((run) => settingsOf(run).get(label)?.value ?? null))]
  })
}

/** Networks by what can be told on an axis: whole descriptions of them are hardly ever the same. */
function networkQuantities(runs: readonly Run[]): Quantity[] {
  const networks = runs.map(({ config }) => {
    const layers = allLayers(config.network.hidden)
    return { units: layers.flatMap((layer) => (layer.kind === 'dense' ? layer.units : [])), layers }
  })
  return [
    quantity(
      'network.depth',
      hiddenLayers,
      networks.map(({ units }) => units.length),
    ),
    quantity(
      'network.units',
      'Widest layer',
      networks.map(({ units }) => (units.length === 0 ? null : Math.max(...units))),
    ),
    quantity(
      'network.activation',
      'Activation',
      networks.map(({ layers }) => activationText(layers)),
    ),
  ].filter(({ values }) => new Set(values).size > 1)
}

/** With those within residual blocks. */
function allLayers(layers: readonly HiddenLayer[]): HiddenLayer[] {
  return layers.flatMap((layer) => (layer.kind === 'residual' ? allLayers(layer.layers) : layer))
}

/** Whether they are layers of their own or belong to dense ones; null without any layer. */
function activationText(layers: readonly HiddenLayer[]): string | null {
  if (layers.length === 0) return null
  const names = layers.flatMap((layer) => {
    if (layer.kind === 'prelu') return [layerNames.prelu]
    if (layer.kind !== 'dense' && layer.kind !== 'activation') return []
    return layer.activation === 'linear' ? [] : [activationNames[layer.activation]]
  })
  return [...new Set(names)].join(', ') || activationNames.linear
}

/** A value of a quantity for people; what is counted has no decimals. */
export function quantityText(value: number | string | null): string {
  if (value === null || typeof value === 'string') return value ?? '–'
  return Number.isInteger(value) ? formatCount(value) : formatValue(value)
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
    .map(({ id, heading, key }) => quantity(id, id === 'time' ? `${heading} (seconds)` : heading, runs.map(key)))
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
  const present = values.filter((value) => typeof value === 'number')
  const [low, high] = [Math.min(...present), Math.max(...present)]
  const scaled = (value: number) => (log ? Math.log10(value) : value)
  const place = (value: number) => (high > low ? (scaled(value) - scaled(low)) / (scaled(high) - scaled(low)) : 0.5)
  const marks = present.every(Number.isInteger) ? wholeMarks(low, high, log) : marksBetween(low, high, log)
  return {
    at: values.map((value) => (typeof value === 'number' ? place(value) : null)),
    ticks: marks.map((value) => ({ at: place(value), text: formatNumber(value, 3) })),
  }
}

/** As many whole numbers as are shown one by one. */
const EACH_UP_TO = 6

function marksBetween(low: number, high: number, log: boolean): number[] {
  if (!(high > low)) return Number.isFinite(low) ? [low] : []
  return [low, log ? Math.sqrt(low * high) : (low + high) / 2, high]
}

/** A whole number in the middle, too: nothing has two and a half layers. */
function wholeMarks(low: number, high: number, log: boolean): number[] {
  if (high - low < EACH_UP_TO) return Array.from({ length: high - low + 1 }, (_, index) => low + index)
  return [...new Set(marksBetween(low, high, log).map(Math.round))]
}
