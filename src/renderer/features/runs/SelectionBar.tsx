import { Button, Menu, TextInput } from '@mantine/core'
import { IconStar, IconTag, IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import type { Run } from '../../../shared/runs.ts'
import { plural } from '../../components/format.ts'
import type { RunActions } from './useRunActions.ts'
import styles from './runs.module.css'

/** What can be done with all chosen runs at once. */
export function SelectionBar(props: {
  runs: readonly Run[]
  actions: RunActions
  readOnly: boolean
  onClear: () => void
}) {
  const { runs, actions, readOnly } = props
  const [open, setOpen] = useState(false)
  const allStarred = runs.every(({ starred }) => starred === true)
  return (
    <div className={styles.selection} role="toolbar" aria-label="Chosen runs">
      <strong>{plural(runs.length, 'run')} chosen</strong>
      <Button
        size="compact-sm"
        disabled={readOnly}
        leftSection={<IconStar size={14} aria-hidden />}
        onClick={() => void actions.remark(runs, () => ({ starred: !allStarred }), allStarred ? 'Unstar' : 'Star')}
      >
        {allStarred ? 'Unstar' : 'Star'}
      </Button>
      <Menu opened={open} onChange={setOpen} trapFocus>
        <Menu.Target>
          <Button size="compact-sm" disabled={readOnly} leftSection={<IconTag size={14} aria-hidden />}>
            Tag
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
        onClick={() => void actions.remove(runs)}
      >
        Remove
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
