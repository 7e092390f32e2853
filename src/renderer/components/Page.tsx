import type { ReactNode } from 'react'
import styles from './Page.module.css'

/**
 * The centre of the frame: a title, a line about it, the actions at the right, and the content. `fill` gives the
 * content exactly the height that is left (for tables), else the page scrolls.
 */
export function Page({
  title,
  subtitle,
  actions,
  fill = false,
  children,
}: {
  title: ReactNode
  subtitle?: ReactNode
  actions?: ReactNode
  fill?: boolean
  children: ReactNode
}) {
  return (
    <div className={fill ? styles.fill : styles.page}>
      <div className={styles.head}>
        <div className={styles.titles}>
          <h1 className="ellipsis">{title}</h1>
          {subtitle !== undefined && <div className={styles.subtitle}>{subtitle}</div>}
        </div>
        {actions !== undefined && <div className={styles.actions}>{actions}</div>}
      </div>
      {children}
    </div>
  )
}

/** A white surface for things that belong together. */
export function Card({
  title,
  aside,
  children,
  className,
  label,
}: {
  title?: ReactNode
  aside?: ReactNode
  children: ReactNode
  className?: string | undefined
  label?: string
}) {
  return (
    <section className={className === undefined ? styles.card : `${styles.card} ${className}`} aria-label={label}>
      {(title !== undefined || aside !== undefined) && (
        <div className={styles.cardHead}>
          {title !== undefined && <h2>{title}</h2>}
          {aside !== undefined && <div className={styles.cardAside}>{aside}</div>}
        </div>
      )}
      {children}
    </section>
  )
}
