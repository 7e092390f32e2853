import { Tooltip } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconKeyboard } from '@tabler/icons-react'
import type { ColumnSummary, Dataset } from '../../../../shared/datasets.ts'
import { useCall } from '../../../app/data.tsx'
import { formatCount, plural } from '../../../../core/words/format.ts'
import styles from './CellBar.module.css'
import type { Cell } from './moveCell.ts'
import { cellCount, type CellRange } from './selection.ts'

/** So that a held arrow key does not ask at every cell. */
const SETTLE_MS = 80

const keysHelp =
  'Arrow keys move; with Shift they select, with Ctrl they go to the edge. Ctrl+C copies what is selected, Ctrl+A ' +
  'selects all. Enter opens the column. Alt+Shift+arrow left or right sets its width.'

/** The active cell in full: its text as the file holds it, and where in the file that stands. */
export function CellBar({
  project,
  dataset,
  column,
  cell,
  range,
  text,
}: {
  project: string
  dataset: Dataset
  column: ColumnSummary | undefined
  cell: Cell
  range: CellRange | null
  /** Null while it is under way. */
  text: string | null
}) {
  const [settled] = useDebouncedValue(cell, SETTLE_MS)
  const name = dataset.columns[settled.column]?.name
  const { data: place } = useCall(
    'datasets.place',
    name === undefined ? null : { project, dataset: dataset.id, row: settled.row, column: name },
  )
  if (column === undefined) return null
  const isMissing = text !== null && (text === '' || column.missingMarkers.some(({ marker }) => marker === text))
  return (
    <div className={styles.bar} role="group" aria-label="The active cell">
      <span className={styles.where}>
        {range === null
          ? `Row ${formatCount(cell.row + 1)}, ${column.name}`
          : `${plural(cellCount(range), 'cell')}: ${plural(range.bottom - range.top + 1, 'row')} × ${plural(range.right - range.left + 1, 'column')}`}
      </span>
      <span className={styles.text} title={text ?? ''}>
        {text === '' ? <em>empty</em> : text}
        {isMissing && <em> read as missing</em>}
      </span>
      {place != null && settled === cell && (
        <span className={styles.place} title={`${place.fileName}, ${place.text}`}>
          {place.text}
        </span>
      )}
      <Tooltip label={keysHelp}>
        <span className={styles.keys} role="img" aria-label={keysHelp} tabIndex={0}>
          <IconKeyboard size={16} stroke={1.6} />
        </span>
      </Tooltip>
    </div>
  )
}
