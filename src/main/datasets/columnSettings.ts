import type { ColumnSettings, ImportOptions } from '../../shared/datasets.ts'

/** What a file's options say about one column. */
export function columnSettings(options: ImportOptions, column: string): ColumnSettings {
  const kind = options.kinds?.[column]
  const missingMarkers = options.missingMarkers?.[column]
  const numberFormat = options.numberFormats?.[column]
  const dateOrder = options.dateOrders?.[column]
  return {
    ...(kind === undefined ? {} : { kind }),
    ...(missingMarkers === undefined ? {} : { missingMarkers }),
    ...(numberFormat === undefined ? {} : { numberFormat }),
    ...(dateOrder === undefined ? {} : { dateOrder }),
  }
}

/** One column's settings as options of its file. */
export function optionsOf(column: string, settings: ColumnSettings): ImportOptions {
  const { kind, missingMarkers, numberFormat, dateOrder } = settings
  return {
    ...(kind === undefined ? {} : { kinds: { [column]: kind } }),
    ...(missingMarkers === undefined ? {} : { missingMarkers: { [column]: missingMarkers } }),
    ...(numberFormat === undefined ? {} : { numberFormats: { [column]: numberFormat } }),
    ...(dateOrder === undefined ? {} : { dateOrders: { [column]: dateOrder } }),
  }
}
