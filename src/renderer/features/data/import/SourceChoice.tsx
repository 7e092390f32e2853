import { Select } from '@mantine/core'
import type { ImportOptions, Inspection } from '../../../../shared/datasets.ts'
import { formatCount } from '../../../../core/words/format.ts'
import styles from './SourceChoice.module.css'

/** More than these do not fit a row to choose from. */
const MOST_TABS = 6

interface Choice {
  value: string
  label: string
  size: string
}

/** What is known of a part's size; nothing of a file in an archive. */
function sizeOf(rows: number | null, columns: number | null): string {
  if (rows === 0) return 'empty'
  if (rows !== null && columns !== null) return `${formatCount(rows)} × ${formatCount(columns)}`
  if (rows !== null) return `${formatCount(rows)} rows`
  return columns === null ? '' : `${formatCount(columns)} columns`
}

function Choices({
  label,
  choices,
  value,
  onChoose,
}: {
  label: string
  choices: readonly Choice[]
  value: string
  onChoose: (value: string) => void
}) {
  if (choices.length > MOST_TABS)
    return (
      <Select
        aria-label={label}
        searchable
        w={320}
        value={value}
        data={choices.map((choice) => ({
          value: choice.value,
          label: choice.size === '' ? choice.label : `${choice.label}  (${choice.size})`,
        }))}
        onChange={(chosen) => {
          if (chosen !== null) onChoose(chosen)
        }}
      />
    )
  return (
    <fieldset className={styles.choices}>
      <legend>{label}</legend>
      {choices.map((choice) => (
        <label key={choice.value} className={styles.choice} data-chosen={choice.value === value}>
          <input
            type="radio"
            name={label}
            value={choice.value}
            checked={choice.value === value}
            onChange={() => onChoose(choice.value)}
          />
          <span className="ellipsis" title={choice.label}>
            {choice.label}
          </span>
          {choice.size !== '' && <small>{choice.size}</small>}
        </label>
      ))}
    </fieldset>
  )
}

const partNames: Record<Inspection['format'], string> = {
  delimited: 'File in the archive',
  spreadsheet: 'Sheet',
  json: 'File in the archive',
  jsonLines: 'File in the archive',
  parquet: 'File in the archive',
  sqlite: 'Table',
}

/** Which sheet, table of a database or file of an archive is read, and which of several tables in it. */
export function SourceChoice({
  inspection,
  options,
  onChange,
}: {
  inspection: Inspection
  options: ImportOptions
  onChange: (change: Partial<ImportOptions>) => void
}) {
  const { sheets, tables, format } = inspection
  const sheet = options.sheet ?? inspection.sheet
  const table = options.table ?? inspection.table
  const line = format === 'spreadsheet' ? 'row' : 'line'
  if (sheets.length < 2 && tables.length < 2) return null
  return (
    <div className={styles.source}>
      {sheets.length > 1 && (
        <Choices
          label={partNames[format]}
          value={sheet ?? ''}
          choices={sheets.map(({ name, rows, columns }) => ({
            value: name,
            label: name,
            size: sizeOf(rows, columns),
          }))}
          onChoose={(name) => onChange({ sheet: name })}
        />
      )}
      {tables.length > 1 && (
        <Choices
          label="Table in it"
          value={String(table)}
          choices={tables.map(({ index, firstLine, rows, columns }) => ({
            value: String(index),
            label: `From ${line} ${formatCount(firstLine)}`,
            size: sizeOf(rows, columns),
          }))}
          onChoose={(index) => onChange({ table: Number(index) })}
        />
      )}
    </div>
  )
}
