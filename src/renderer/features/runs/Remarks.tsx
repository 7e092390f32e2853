import { Button, TagsInput, Textarea } from '@mantine/core'
import { IconStar, IconStarFilled } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import type { Run } from '../../../shared/runs.ts'
import { useRunActions } from './useRunActions.ts'
import styles from './runs.module.css'

/** A moment after the last key, so that a note is kept whatever happens next. */
const SAVE_AFTER = 600

/** What a person writes about a run: a star, tags and notes. */
export function Remarks(props: { project: string; run: Run; runs: readonly Run[]; readOnly: boolean }) {
  const { run, readOnly } = props
  const actions = useRunActions(props.project)
  const { remark } = actions
  // What is typed, until it is what is stored.
  const [typed, setTyped] = useState<string | null>(null)
  const stored = run.notes ?? ''
  if (typed === stored) setTyped(null)
  const notes = typed ?? stored
  const known = [...new Set(props.runs.flatMap(({ tags }) => tags ?? []))].toSorted((a, b) => a.localeCompare(b))
  const starred = run.starred === true
  const Star = starred ? IconStarFilled : IconStar

  useEffect(() => {
    if (notes === stored) return undefined
    const timer = setTimeout(() => void remark([run], () => ({ notes }), 'Note', `notes ${run.id}`), SAVE_AFTER)
    return () => clearTimeout(timer)
  }, [notes, stored, run, remark])

  return (
    <div className={styles.remarks}>
      <Button
        size="compact-sm"
        aria-pressed={starred}
        disabled={readOnly}
        leftSection={<Star size={15} aria-hidden />}
        onClick={() => void remark([run], () => ({ starred: !starred }), starred ? 'Unstar' : 'Star')}
      >
        {starred ? 'Starred' : 'Star'}
      </Button>
      <TagsInput
        label="Tags"
        placeholder={run.tags === undefined || run.tags.length === 0 ? 'Type a word, then Enter' : ''}
        disabled={readOnly}
        maxTags={50}
        data={known}
        value={run.tags ?? []}
        onChange={(tags) =>
          void remark([run], () => ({ tags: tags.map((tag) => tag.trim().slice(0, 50)).filter(Boolean) }), 'Tag')
        }
      />
      <Textarea
        label="Notes"
        placeholder="What was tried, and why"
        autosize
        minRows={2}
        maxRows={12}
        maxLength={100_000}
        disabled={readOnly}
        value={notes}
        onChange={(event) => setTyped(event.currentTarget.value)}
        onBlur={() => {
          if (notes !== stored) void remark([run], () => ({ notes }), 'Note', `notes ${run.id}`)
        }}
      />
    </div>
  )
}
