import type { ColumnSettings, ImportOptions } from '../../../../shared/datasets.ts'

/** What a person has chosen in the dialog so far: about the file, and about columns by name. */
export interface ImportDraft {
  options: ImportOptions
  columns: Readonly<Record<string, ColumnSettings>>
}

export const emptyDraft: ImportDraft = { options: {}, columns: {} }

/** With these another table is read: settings of columns of the same names would land on the wrong ones. */
const otherTable = ['sheet', 'table', 'range', 'header', 'headerRows', 'firstRow'] as const

/** Changes how the file is read. A choice of undefined goes back to what is detected. */
export function changeOptions(draft: ImportDraft, change: Partial<ImportOptions>): ImportDraft {
  const options: ImportOptions = { ...draft.options, ...change }
  // A place in one sheet means nothing in another.
  if ('sheet' in change) for (const name of ['range', 'table', 'firstRow', 'headerRows'] as const) delete options[name]
  for (const name of Object.keys(change) as (keyof ImportOptions)[])
    if (change[name] === undefined) delete options[name]
  return { options, columns: otherTable.some((name) => name in change) ? {} : draft.columns }
}

/** Changes how one column is read; settings that say nothing are forgotten. */
export function changeColumn(draft: ImportDraft, column: string, settings: ColumnSettings): ImportDraft {
  const kept = Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined))
  const { [column]: _before, ...others } = draft.columns
  return { ...draft, columns: Object.keys(kept).length === 0 ? others : { ...others, [column]: kept } }
}

/** A draft from options that were imported with before. */
export function draftFrom(options: ImportOptions): ImportDraft {
  const { kinds, missingMarkers, numberFormats, dateOrders, ...rest } = options
  const names = new Set([kinds, missingMarkers, numberFormats, dateOrders].flatMap((of) => Object.keys(of ?? {})))
  const columns = Object.fromEntries(
    [...names].map((name): [string, ColumnSettings] => {
      const kind = kinds?.[name]
      const markers = missingMarkers?.[name]
      const numberFormat = numberFormats?.[name]
      const dateOrder = dateOrders?.[name]
      return [
        name,
        {
          ...(kind === undefined ? {} : { kind }),
          ...(markers === undefined ? {} : { missingMarkers: markers }),
          ...(numberFormat === undefined ? {} : { numberFormat }),
          ...(dateOrder === undefined ? {} : { dateOrder }),
        },
      ]
    }),
  )
  return { options: rest, columns }
}

/** The options to read the file with; of columns only those in `names`, where that is known. */
export function toOptions(draft: ImportDraft, names: readonly string[] | null): ImportOptions {
  const known = names === null ? null : new Set(names)
  const entries = Object.entries(draft.columns).filter(([name]) => known === null || known.has(name))
  const collect = <K extends keyof ColumnSettings>(key: K) =>
    Object.fromEntries(
      entries.flatMap(([name, settings]) => (settings[key] === undefined ? [] : [[name, settings[key]]])),
    ) as Record<string, NonNullable<ColumnSettings[K]>>
  const parts = {
    kinds: collect('kind'),
    missingMarkers: collect('missingMarkers'),
    numberFormats: collect('numberFormat'),
    dateOrders: collect('dateOrder'),
  }
  const used = Object.fromEntries(Object.entries(parts).filter(([, of]) => Object.keys(of).length > 0))
  return { ...draft.options, ...used }
}
