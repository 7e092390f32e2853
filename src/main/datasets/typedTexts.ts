import type { TableColumn } from '../../core/table.ts'
import type { ColumnKind, ColumnReading, ColumnSettings, ColumnSummary } from '../../shared/datasets.ts'
import { readerFailure } from './native.ts'
import type { NativeReaders, Texts } from './native.ts'

export interface TypedColumn {
  column: TableColumn
  /** As given, or as the texts themselves tell. */
  reading: ColumnReading
  /** Values that do not fit the kind and so are missing: how many, and the first different ones. */
  unparsed: { count: number; examples: string[] }
  /** Texts that were read as missing; the empty one is ''. */
  markers: string[]
}

/** How a column of another file is read as one that is known. */
export interface KnownColumn extends Pick<ColumnSettings, 'missingMarkers'> {
  name: string
  kind?: ColumnKind
  /** Left out where the texts themselves shall tell. */
  reading?: ColumnReading
}

/** Types texts at hand, those of a few rows; whole files are typed where they are read. */
export function typeTexts(
  readers: Pick<NativeReaders, 'typeColumn'>,
  { name, ...settings }: KnownColumn,
  texts: Texts,
): TypedColumn {
  let typed
  try {
    typed = readers.typeColumn(JSON.stringify({ name, settings }), texts)
  } catch (error) {
    throw readerFailure(error, name)
  }
  const { kind, reading, unparsed: count, missingMarkers } = JSON.parse(typed.summary) as ColumnSummary
  const unparsed = { count, examples: typed.unparsed }
  const markers = missingMarkers.map(({ marker }) => marker)
  if (kind === 'number' || kind === 'date') {
    return { column: { name, kind, values: typed.values ?? new Float64Array() }, reading, unparsed, markers }
  }
  return {
    column: { name, kind, codes: typed.codes ?? new Int32Array(), levels: typed.levels ?? [] },
    reading,
    unparsed,
    markers,
  }
}
