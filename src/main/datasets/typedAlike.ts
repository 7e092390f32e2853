import { isNumericColumn } from '../../core/table.ts'
import { dateOrders, numberFormats } from '../../shared/datasets.ts'
import type { ColumnReading } from '../../shared/datasets.ts'
import type { RawInput } from '../../shared/recipes.ts'
import type { NativeReaders, Texts } from './native.ts'
import { typeTexts } from './typedTexts.ts'
import type { TypedColumn } from './typedTexts.ts'

/** A column as it was read for training, with the range of its values there. */
export type TrainedColumn = Pick<RawInput, 'name' | 'kind' | 'missingMarkers' | 'reading' | 'min' | 'max'>

/**
 * Reads texts of another file as a column was read for training; where they are written otherwise (ISO dates, a decimal
 * comma), in the way that makes sense of more of them. Of ways that do so alike, that counts whose values are more like
 * those of the training: 1,234 may be a thousand or one.
 */
export function typeAlike(
  readers: Pick<NativeReaders, 'typeColumn'>,
  trained: TrainedColumn,
  texts: Texts,
): TypedColumn {
  const { name, kind, missingMarkers, reading } = trained
  const typed = (how: { reading?: ColumnReading }) => typeTexts(readers, { name, kind, missingMarkers, ...how }, texts)
  let best = typed({ reading })
  if (best.unparsed.count === 0) return best
  let strange = beyond(best, trained)
  const shown = typed({})
  for (const other of [shown, ...otherReadings(kind, shown.reading).map((how) => typed({ reading: how }))]) {
    const more = other.unparsed.count - best.unparsed.count
    if (more > 0 || other.reading === best.reading) continue
    const beyondRange = beyond(other, trained)
    if (more === 0 && beyondRange >= strange) continue
    best = other
    strange = beyondRange
  }
  return best
}

function otherReadings(kind: TrainedColumn['kind'], shown: ColumnReading): ColumnReading[] {
  if (kind === 'number') return numberFormats.map((numberFormat) => ({ ...shown, numberFormat }))
  if (kind === 'date') return dateOrders.map((dateOrder) => ({ ...shown, dateOrder }))
  return []
}

/** Values outside the training's range. */
function beyond({ column }: TypedColumn, { min, max }: TrainedColumn): number {
  if (!isNumericColumn(column) || min === null || max === null) return 0
  let count = 0
  for (const value of column.values) if (value < min || value > max) count++
  return count
}
