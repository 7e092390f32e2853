import { Button } from '@mantine/core'
import { useState } from 'react'
import { navigate } from '../../../app/route.ts'
import { formatCount, plural } from '../../../../core/words/format.ts'
import { Card } from '../../../components/Page.tsx'
import type { Exclusion } from './useExclusion.ts'
import styles from './excluded.module.css'

const FIRST = 40

/** The rows that the recipe leaves out by number, each with the way to look at it and to take it back. */
export function ExcludedRows({ dataset, exclusion }: { dataset: string; exclusion: Exclusion }) {
  const { excluded, refusal, takeBack } = exclusion
  const [limit, setLimit] = useState(FIRST)
  if (excluded.length === 0) return null
  return (
    <Card
      title={`Left out: ${plural(excluded.length, 'row')}`}
      aside={
        <Button size="compact-sm" disabled={refusal !== null} onClick={() => takeBack(excluded)}>
          Take all back
        </Button>
      }
    >
      <ul className={styles.list}>
        {excluded.slice(0, limit).map((row) => (
          <li key={row}>
            <button type="button" onClick={() => navigate({ step: 'data', dataset, row })}>
              Row {formatCount(row + 1)}
            </button>
            <Button
              size="compact-xs"
              aria-label={`Take row ${formatCount(row + 1)} back`}
              disabled={refusal !== null}
              onClick={() => takeBack([row])}
            >
              Take back
            </Button>
          </li>
        ))}
      </ul>
      {excluded.length > limit && (
        <Button size="compact-xs" mt={6} onClick={() => setLimit(limit + 10 * FIRST)}>
          Show more
        </Button>
      )}
    </Card>
  )
}
