import { useDebouncedValue } from '@mantine/hooks'
import { useMemo, useState } from 'react'
import type { ColumnSettings, ImportOptions, Inspection } from '../../../../shared/datasets.ts'
import type { DescentError } from '../../../../shared/errors.ts'
import { useCall } from '../../../app/data.tsx'
import { changeColumn, changeOptions, emptyDraft, type ImportDraft, toOptions } from './draft.ts'

/** So that typing, or several clicks one after the other, does not read the file at each. */
const SETTLE_MS = 120
const KEPT_DRAFTS = 100

export interface ImportState {
  draft: ImportDraft
  /** The last understanding of the file: it stays in sight while it is read anew, and when a choice led to an error. */
  inspection: Inspection | undefined
  error: DescentError | null
  /** What is shown is not yet what was chosen. */
  pending: boolean
  options: ImportOptions
  change: (part: Partial<ImportOptions>) => void
  setColumn: (column: string, settings: ColumnSettings) => void
  replace: (draft: ImportDraft) => void
  /** Null where nothing was changed. */
  undo: (() => void) | null
}

/** What is chosen for a file that is about to be imported, and what Descent makes of the file with it. */
export function useImportDraft(file: string | null): ImportState {
  const [drafts, setDrafts] = useState<ImportDraft[]>([emptyDraft])
  const draft = drafts.at(-1) ?? emptyDraft
  const [settled] = useDebouncedValue(draft, SETTLE_MS)
  const asked = useMemo(() => toOptions(settled, null), [settled])
  const inspect = useCall('datasets.inspect', file === null ? null : { file, options: asked }, { keepPrevious: true })
  const [understood, setUnderstood] = useState<Inspection | undefined>(undefined)
  if (inspect.data !== undefined && inspect.data !== understood) setUnderstood(inspect.data)
  const inspection = inspect.data ?? understood

  const push = (next: (previous: ImportDraft) => ImportDraft) =>
    setDrafts((known) => [...known, next(known.at(-1) ?? emptyDraft)].slice(-KEPT_DRAFTS))
  return {
    draft,
    inspection,
    error: inspect.error,
    pending: file === null || draft !== settled || inspect.isFetching,
    options: toOptions(draft, inspection?.columns.map(({ name }) => name) ?? null),
    change: (part) => push((previous) => changeOptions(previous, part)),
    setColumn: (column, settings) => push((previous) => changeColumn(previous, column, settings)),
    replace: (next) => push(() => next),
    undo: drafts.length > 1 ? () => setDrafts((known) => known.slice(0, -1)) : null,
  }
}
