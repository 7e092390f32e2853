import { Checkbox } from '@mantine/core'
import { IconArrowsExchange, IconMinus, IconPlus } from '@tabler/icons-react'
import styles from './dialogs.module.css'
import type { RecipeDifference } from './recipeDifferences.ts'

const marks = {
  add: { icon: IconPlus, label: 'Added' },
  remove: { icon: IconMinus, label: 'Removed' },
  change: { icon: IconArrowsExchange, label: 'Changed' },
}

/** What another recipe would add, remove and change, part by part. */
export function DifferenceList({
  differences,
  chosen,
  onChoose,
}: {
  differences: readonly RecipeDifference[]
  /** Ids of those that are to be taken, where some can be left. */
  chosen?: ReadonlySet<string>
  onChoose?: (id: string) => void
}) {
  const parts = [...new Set(differences.map(({ part }) => part))]
  return (
    <div className={styles.differences}>
      {parts.map((part) => (
        <section key={part} aria-label={part}>
          <h3>{part}</h3>
          <ul>
            {differences
              .filter((difference) => difference.part === part)
              .map(({ id, change, title, detail, reason }) => {
                const { icon: Icon, label } = marks[change]
                return (
                  <li key={id} data-change={change} data-choice={chosen !== undefined}>
                    {chosen !== undefined && (
                      <Checkbox
                        aria-label={`Take: ${title}`}
                        checked={chosen.has(id)}
                        onChange={() => onChoose?.(id)}
                      />
                    )}
                    <Icon size={15} role="img" aria-label={label} />
                    <div>
                      <strong>{title}</strong> <span className="soft">{detail}</span>
                      {reason !== undefined && <p className={styles.reason}>{reason}</p>}
                    </div>
                  </li>
                )
              })}
          </ul>
        </section>
      ))}
    </div>
  )
}
