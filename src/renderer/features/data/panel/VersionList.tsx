import { Button } from '@mantine/core'
import { useState } from 'react'
import type { DatasetBrief } from '../../../../shared/datasets.ts'
import { navigate } from '../../../app/route.ts'
import { newestVersion, versionsUpTo } from '../../../app/versions.ts'
import { formatAgo, formatMoment, plural } from '../../../../core/words/format.ts'
import styles from './panel.module.css'

/** All versions of a table, newest first; nothing where there is only one. */
export function VersionList({ datasets, current }: { datasets: readonly DatasetBrief[]; current: DatasetBrief }) {
  const [now] = useState(Date.now)
  const versions = versionsUpTo(datasets, newestVersion(datasets, current).id)
  if (versions.length < 2) return null
  return (
    <section>
      <h3 className={styles.heading}>{plural(versions.length, 'version')}</h3>
      <ul className={styles.versions}>
        {versions.map((dataset) => (
          <li key={dataset.id} aria-current={dataset.id === current.id ? 'true' : undefined}>
            <b>{dataset.version}</b>
            <span>{plural(dataset.rows, 'row')}</span>
            <span className="faint" title={formatMoment(dataset.created)}>
              {formatAgo(dataset.created, now)}
            </span>
            {dataset.id === current.id ? (
              <span className="soft">shown</span>
            ) : (
              <Button
                size="compact-xs"
                aria-label={`Show version ${dataset.version}`}
                onClick={() => navigate({ dataset: dataset.id, run: null })}
              >
                Show
              </Button>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}
