import { ActionIcon, CloseButton, NativeSelect, TextInput } from '@mantine/core'
import { IconChevronDown, IconChevronUp } from '@tabler/icons-react'
import { type RefObject, useState } from 'react'
import type { Dataset } from '../../../../shared/datasets.ts'
import { toFailure } from '../../../../shared/errors.ts'
import { useCommand } from '../../../app/data.tsx'
import { formatCount } from '../../../../core/words/format.ts'
import type { GridHandle } from './DataGrid.tsx'
import styles from './FindBar.module.css'

/** Finds a text in one column: Enter goes on, Shift+Enter goes back, Escape closes. */
export function FindBar({
  project,
  dataset,
  grid,
  onClose,
}: {
  project: string
  dataset: Dataset
  grid: RefObject<GridHandle | null>
  onClose: () => void
}) {
  const find = useCommand('datasets.find')
  const [column, setColumn] = useState(() => grid.current?.cell().column ?? 0)
  const [text, setText] = useState('')
  const [said, setSaid] = useState('')
  const name = dataset.columns[column]?.name ?? ''

  const search = async (backwards: boolean) => {
    if (text === '' || find.isPending) return
    const from = (grid.current?.cell().row ?? 0) + (said === '' ? 0 : backwards ? -1 : 1)
    const { rows } = dataset
    try {
      const { row } = await find.mutateAsync({
        project,
        dataset: dataset.id,
        column: name,
        text,
        from: (from + rows) % rows,
        backwards,
      })
      setSaid(row === null ? `“${text}” is nowhere in ${name}.` : `Row ${formatCount(row + 1)}`)
      if (row !== null) grid.current?.showCell({ row, column })
    } catch (error) {
      setSaid(toFailure(error).message)
    }
  }
  return (
    <form
      className={styles.bar}
      role="search"
      aria-label="Find in the table"
      onSubmit={(event) => {
        event.preventDefault()
        void search(false)
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onClose()
        if (event.key !== 'Enter' || !event.shiftKey) return
        event.preventDefault()
        void search(true)
      }}
    >
      <TextInput
        aria-label="Text to find"
        placeholder="Find"
        w={220}
        autoFocus
        maxLength={1000}
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value)
          setSaid('')
        }}
      />
      <NativeSelect
        aria-label="Column to look in"
        w={190}
        value={String(column)}
        data={dataset.columns.slice(0, 1000).map((one) => ({ value: String(one.index), label: `in ${one.name}` }))}
        onChange={(event) => {
          setColumn(Number(event.currentTarget.value))
          setSaid('')
        }}
      />
      <ActionIcon aria-label="Previous" disabled={text === ''} onClick={() => void search(true)}>
        <IconChevronUp size={17} aria-hidden />
      </ActionIcon>
      <ActionIcon aria-label="Next" type="submit" disabled={text === ''} loading={find.isPending}>
        <IconChevronDown size={17} aria-hidden />
      </ActionIcon>
      <span className={styles.said} role="status">
        {said}
      </span>
      <CloseButton aria-label="Close the search" onClick={onClose} />
    </form>
  )
}
