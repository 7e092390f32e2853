import {
  activationNames,
  averagingNames,
  categoriesNames,
  ensembleNames,
  lossNames,
  metricNames,
  numbersNames,
  optimizerNames,
  scheduleNames,
} from '../../../../core/words/settings/names.ts'
import { plainNumber } from '../../../../core/words/settings/settingText.ts'

const kindNames: Record<string, Record<string, string>> = {
  numbers: numbersNames,
  categories: categoriesNames,
  ensemble: ensembleNames,
  loss: lossNames,
  optimizer: optimizerNames,
  schedule: scheduleNames,
  averaging: averagingNames,
  'earlyStopping.metric': metricNames,
  'numbers.activation': activationNames,
}

/** What `null` means where it is more than "none". */
const nothing: Record<string, string> = {
  batchSize: 'all rows',
  threads: 'automatic',
  'schedule.periodEpochs': 'the whole run',
  'categories.dimension': 'automatic',
  'numbers.dimension': 'the bins',
}

/** The value of a setting within a sentence; null where it does not go into one. */
export function settingText(place: string, value: unknown): string | null {
  const names = kindNames[place]
  if (typeof value === 'string') return names?.[value] ?? value
  if (typeof value === 'number') return plainNumber(value)
  if (typeof value === 'boolean') return value ? 'on' : 'off'
  if (value === null) return nothing[place] ?? 'none'
  if (place === 'hidden' && Array.isArray(value)) return value.length === 0 ? 'no hidden layer' : widths(value)
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.map((part) => named(part)).join(', ')
  return null
}

function named(part: unknown): string {
  const names: Record<string, string> = metricNames
  return names[String(part)] ?? String(part)
}

/** "64-32" of dense layers; other layers make no width. */
function widths(layers: readonly unknown[]): string {
  const units = layers.flatMap((layer) =>
    typeof layer === 'object' && layer !== null && 'units' in layer ? [String(layer.units)] : [],
  )
  return units.length === 0 ? `${layers.length} layers` : units.join('-')
}
