import { IconChevronRight } from '@tabler/icons-react'
import { useId, useState, type ReactNode } from 'react'
import styles from '../train.module.css'

/** A group of settings that opens on demand; closed, it says in a few words how it stands. */
export function Section(props: { title: string; summary: string; open?: boolean; children: ReactNode }) {
  const [open, setOpen] = useState(props.open ?? false)
  const id = useId()
  return (
    <section className={styles.section}>
      <h2 className={styles.sectionHead}>
        <button type="button" aria-expanded={open} aria-controls={id} onClick={() => setOpen(!open)}>
          <IconChevronRight size={16} aria-hidden data-open={open || undefined} />
          <span>{props.title}</span>
          {!open && <span className={styles.sectionSummary}>{props.summary}</span>}
        </button>
      </h2>
      <div id={id} className={styles.sectionBody} hidden={!open}>
        {open && props.children}
      </div>
    </section>
  )
}

/** Further settings within a card. */
export function More(props: { label: string; open: boolean; children: ReactNode }) {
  const [open, setOpen] = useState(props.open)
  const id = useId()
  return (
    <div className={styles.more}>
      <button type="button" aria-expanded={open} aria-controls={id} onClick={() => setOpen(!open)}>
        <IconChevronRight size={14} aria-hidden data-open={open || undefined} />
        {props.label}
      </button>
      <div id={id} hidden={!open}>
        {open && props.children}
      </div>
    </div>
  )
}
