import { Button, Menu, TextInput } from '@mantine/core'
import { IconStar, IconTag, IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import type { Run } from '../../../shared/runs.ts'
import { plural } from '../../../core/words/format.ts'
import { chosenWords, type Chosen } from './chosen.ts'
import type { RunActions } from './useRunActions.ts'
import styles from './runs.module.css'

/** What can be done with all that is ticked at once; what is done to a study is done to each of its runs. */
export function SelectionBar(props: {
  chosen: Chosen
  /** The chosen runs and those of the chosen studies. */
  runs: readonly Run[]
  actions: RunActions
  readOnly: boolean
  onClear: () => void
}) {
  const { chosen, runs, actions, readOnly } = props
  const [open, setOpen] = useState(false)
  const allStarred = runs.every(({ starred }) => starred === true)
  // Said on the buttons where it is more than what is ticked.
  const what = chosen.studies.length === 0 ? '' : ` ${plural(runs.length, 'run')}`
  return (
    <div className={styles.selection} role="toolbar" aria-label="Chosen runs">
      <strong>{chosenWords(chosen)} chosen</strong>
      <Button
        size="compact-sm"
        disabled={readOnly || runs.length === 0}
        leftSection={<IconStar size={14} aria-hidden />}
        onClick={() => void actions.remark(runs, () => ({ starred: !allStarred }), allStarred ? 'Unstar' : 'Star')}
      >
        {allStarred ? 'Unstar' : 'Star'}
        {what}
      </Button>
      <Menu opened={open} onChange={setOpen} trapFocus>
        <Menu.Target>
          <Button
            size="compact-sm"
            disabled={readOnly || runs.length === 0}
            leftSection={<IconTag size={14} aria-hidden />}
          >
            Tag{what}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <form
            className={styles.tagForm}
            onSubmit={(event) => {
              event.preventDefault()
              const tag = new FormData(event.currentTarget).get('tag')
              setOpen(false)
              if (typeof tag !== 'string' || tag.trim() === '') return
              void actions.remark(runs, ({ tags = [] }) => ({ tags: withTag(tags, tag.trim()) }), `Tag ${tag.trim()}`)
            }}
          >
            <TextInput name="tag" label="Tag all of them" maxLength={50} data-autofocus />
            <Button type="submit" size="compact-sm" variant="filled">
              Add
            </Button>
          </form>
        </Menu.Dropdown>
      </Menu>
      <Button
        size="compact-sm"
        disabled={readOnly}
        leftSection={<IconTrash size={14} aria-hidden />}
        onClick={() => {
          void actions.remove(chosen).then((removed) => {
            if (removed) props.onClear()
          })
        }}
      >
        {chosen.studies.length === 0
          ? 'Remove'
          : `Remove with ${runs.length === 1 ? 'its run' : `all ${plural(runs.length, 'run')}`}`}
      </Button>
      <Button size="compact-sm" variant="subtle" onClick={props.onClear}>
        Clear selection
      </Button>
    </div>
  )
}

function withTag(tags: readonly string[], tag: string): string[] {
  return tags.includes(tag) ? [...tags] : [...tags, tag]
}
