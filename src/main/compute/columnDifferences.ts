import { isNumericColumn } from '../../core/table.ts'
import type { ReadOtherwise } from '../../shared/predictions.ts'
import type { RawInput } from '../../shared/recipes.ts'
import { listTexts } from '../datasets/columns/codec.ts'
import type { NativeReaders, Texts } from '../datasets/native.ts'
import { typeTexts } from '../datasets/typedTexts.ts'
import type { TypedColumn } from '../datasets/typedTexts.ts'

/**
 * What of a column was read otherwise than in training, or looks as if it should have been.
 *
 * @param typed as it was read, with how many texts were not understood or not met in training
 * @param isFirst whether these are the first texts of a file, which tell the unit of all
 */
export function columnDifferences(
  readers: Pick<NativeReaders, 'typeColumn'>,
  raw: RawInput,
  texts: Texts,
  typed: TypedColumn & { unseen: number },
  isFirst: boolean,
): ReadOtherwise[] {
  const { name, kind, reading, missingMarkers } = raw
  const found: ReadOtherwise[] = []
  const column = name
  if (kind === 'number' && typed.reading.numberFormat !== reading.numberFormat) {
    found.push({ what: 'numberFormat', column, trained: reading.numberFormat, found: typed.reading.numberFormat })
  }
  if (kind === 'date' && typed.reading.dateOrder !== reading.dateOrder) {
    found.push({ what: 'dateOrder', column, trained: reading.dateOrder, found: typed.reading.dateOrder })
  }
  if (isFirst && kind === 'number' && hasValues(typed)) {
    const shown = typeTexts(readers, { name, kind, missingMarkers }, texts).reading
    const [unit, measure] = [shown.unit ?? null, shown.measure ?? null]
    const trained = { unit: reading.unit ?? null, measure: reading.measure ?? null }
    if (unit !== trained.unit) found.push({ what: 'unit', column, trained: trained.unit, found: unit })
    if (measure !== trained.measure) found.push({ what: 'measure', column, trained: trained.measure, found: measure })
  }
  const { count } = typed.unparsed
  if (count > 0 && 2 * count > filledTexts(texts)) {
    const shown = typeTexts(readers, { name }, texts).column.kind
    if (shown !== kind) found.push({ what: 'kind', column, trained: kind, found: shown })
  }
  if (count > 0 || typed.unseen > 0) {
    const { markers } = typeTexts(readers, { name, kind }, texts)
    for (const marker of markers) {
      if (marker !== '' && !missingMarkers.includes(marker)) {
        found.push({ what: 'missingMarker', column, found: marker })
      }
    }
  }
  return found
}

function filledTexts(texts: Texts): number {
  const list = texts instanceof Uint8Array ? listTexts(texts) : texts
  return list.filter((text) => text.trim() !== '').length
}

function hasValues({ column }: TypedColumn): boolean {
  return isNumericColumn(column) && column.values.some((value) => !Number.isNaN(value))
}
