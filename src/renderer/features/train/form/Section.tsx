import { IconChevronRight } from '@tabler/icons-react'
import { useId, useState, type ReactNode } from 'react'
import { Card } from '../../../components/Page.tsx'
import { plural } from '../../../../core/words/format.ts'
import styles from '../train.module.css'
import { useFormActions } from './context.ts'

/** How many settings at these places, or within them, were changed. */
function changedAmong(changed: ReadonlySet<string>, places: readonly string[]): number {
  return [...changed].filter((place) => places.some((head) => place === head || place.startsWith(`${head}.`))).length
}

/** A group of settings that stands open. It is left out where only changed settings are shown and it has none. */
export function Group(props: { title: string; places: readonly string[]; className?: string; children: ReactNode }) {
  const { changed, onlyChanged } = useFormActions()
  if (onlyChanged && changedAmong(changed, props.places) === 0) return null
  return (
    <Card title={props.title} className={props.className}>
      {props.children}
    </Card>
  )
}

/** A group of settings that opens on demand; closed, it says in a few words how it stands. */
export function Section(props: {
  title: string
  summary: string
  /** The settings that it holds. */
  places: readonly string[]
  open?: boolean
  children: ReactNode
}) {
  const { changed, onlyChanged, expanded } = useFormActions()
  const [chosen, setChosen] = useState<boolean | null>(null)
  const id = useId()
  const count = changedAmong(changed, props.places)
  if (onlyChanged && count === 0) return null
  const open = onlyChanged || (chosen ?? (expanded || props.open === true))
  return (
    <section className={styles.section}>
      <h2 className={styles.sectionHead}>
        <button type="button" aria-expanded={open} aria-controls={id} onClick={() => setChosen(!open)}>
          <IconChevronRight size={16} aria-hidden data-open={open || undefined} />
          <span>{props.title}</span>
          {count > 0 && <span className={styles.changedCount}>{plural(count, 'change')}</span>}
          {!open && <span className={styles.sectionSummary}>{props.summary}</span>}
        </button>
      </h2>
      <div id={id} className={styles.sectionBody} hidden={!open}>
        {open && props.children}
      </div>
    </section>
  )
}

/** Further settings within a group. */
export function More(props: { label: string; places: readonly string[]; open?: boolean; children: ReactNode }) {
  const { changed, onlyChanged, expanded } = useFormActions()
  const [chosen, setChosen] = useState<boolean | null>(null)
  const id = useId()
  const count = changedAmong(changed, props.places)
  if (onlyChanged && count === 0) return null
  const open = onlyChanged || (chosen ?? (expanded || props.open === true))
  return (
    <div className={styles.more}>
      <button type="button" aria-expanded={open} aria-controls={id} onClick={() => setChosen(!open)}>
        <IconChevronRight size={14} aria-hidden data-open={open || undefined} />
        {props.label}
        {count > 0 && !open && <span className={styles.changedCount}>{plural(count, 'change')}</span>}
      </button>
      <div id={id} hidden={!open}>
        {open && props.children}
      </div>
    </div>
  )
}
