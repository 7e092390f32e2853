import { Button } from '@mantine/core'
import { useEffect, useRef } from 'react'
import { useCall } from '../../../app/data.tsx'
import { draftFrom, emptyDraft, type ImportDraft } from './draft.ts'
import styles from './FormerOptions.module.css'

export interface FormerReading {
  /** The table that was imported before. */
  name: string
  /** Whether its settings stand now. */
  applied: boolean
  apply: () => void
  forget: () => void
}

/**
 * The settings with which such a file was imported last; those of a file of the same name are taken at once. Null
 * where there are none.
 */
export function useFormerReading(
  file: string | null,
  project: string | null,
  draft: ImportDraft,
  replace: (draft: ImportDraft) => void,
): FormerReading | null {
  const { data: former } = useCall(
    'datasets.formerOptions',
    file === null || project === null ? null : { project, file },
  )
  const decided = useRef(false)
  const options = former != null && Object.keys(former.options).length > 0 ? former.options : null
  const apply = () => {
    if (options !== null) replace(draftFrom(options))
  }
  const newest = useRef(apply)
  useEffect(() => {
    newest.current = apply
  })
  useEffect(() => {
    if (options === null || decided.current) return
    decided.current = true
    if (former?.sameName === true) newest.current()
  }, [options, former])
  if (former == null || options === null) return null
  return {
    name: former.name,
    applied: JSON.stringify(draft) === JSON.stringify(draftFrom(options)),
    apply,
    forget: () => replace(emptyDraft),
  }
}

/** Says that a file is read as one was before, or offers it. */
export function FormerOptions({ former }: { former: FormerReading }) {
  return (
    <div className={styles.former} role="status">
      <p>
        {former.applied
          ? `Read as “${former.name}” was, when it was imported before.`
          : `“${former.name}” of this project was imported with settings of its own.`}
      </p>
      <Button size="compact-xs" onClick={former.applied ? former.forget : former.apply}>
        {former.applied ? 'Detect all anew' : 'Read it in the same way'}
      </Button>
    </div>
  )
}
