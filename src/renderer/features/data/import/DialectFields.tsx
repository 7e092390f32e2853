import { Select, Switch } from '@mantine/core'
import { type Encoding, encodings, type ImportOptions, type Inspection } from '../../../../shared/datasets.ts'
import styles from './ImportDialog.module.css'

const delimiterNames = [
  { value: ',', label: 'Comma  ,' },
  { value: ';', label: 'Semicolon  ;' },
  { value: '\t', label: 'Tab' },
  { value: '|', label: 'Bar  |' },
  { value: ':', label: 'Colon  :' },
  { value: ' ', label: 'Blank' },
  { value: ', ', label: 'Comma and blank' },
]

const quoteNames = [
  { value: '"', label: 'Double  "' },
  { value: "'", label: "Single  '" },
  { value: 'none', label: 'None' },
]

const encodingNames: Partial<Record<Encoding, string>> = {
  'utf-8': 'UTF-8',
  'utf-16le': 'UTF-16 LE',
  'utf-16be': 'UTF-16 BE',
  'windows-1252': 'Windows-1252',
}

/** The name of a delimiter for sentences. */
export function delimiterName(delimiter: string): string {
  return delimiterNames.find(({ value }) => value === delimiter)?.label.split('  ')[0] ?? delimiter
}

export function encodingName(encoding: Encoding): string {
  return encodingNames[encoding] ?? encoding.replace(/^[a-z]/, (first) => first.toUpperCase())
}

function origin(chosen: unknown): string {
  return chosen === undefined ? 'detected' : 'chosen'
}

/** How the file is read: what was detected, each changeable. */
export function DialectFields({
  inspection,
  options,
  onChange,
}: {
  inspection: Inspection
  options: ImportOptions
  onChange: (change: Partial<ImportOptions>) => void
}) {
  const { dialect, sheets, sheet } = inspection
  const known = delimiterNames.some(({ value }) => value === dialect?.delimiter)
  return (
    <div className={styles.fields}>
      {sheets.length > 0 && (
        <Select
          label="Sheet"
          value={sheet}
          data={sheets.map(({ name, rows, columns }) => ({ value: name, label: `${name} (${rows} × ${columns})` }))}
          onChange={(value) => onChange({ sheet: value ?? undefined })}
        />
      )}
      {dialect !== null && inspection.format === 'delimited' && (
        <>
          <Select
            label="Delimiter"
            description={origin(options.delimiter)}
            value={dialect.delimiter}
            data={known ? delimiterNames : [...delimiterNames, { value: dialect.delimiter, label: dialect.delimiter }]}
            onChange={(value) => onChange({ delimiter: value ?? undefined })}
          />
          <Select
            label="Quote"
            description={origin(options.quote)}
            value={dialect.quote === '' ? 'none' : dialect.quote}
            data={quoteNames}
            onChange={(value) => onChange({ quote: value === "'" ? "'" : value === '"' ? '"' : '' })}
          />
          <Select
            label="Encoding"
            description={origin(options.encoding)}
            value={dialect.encoding}
            data={encodings.map((value) => ({ value, label: encodingName(value) }))}
            onChange={(value) => onChange({ encoding: encodings.find((encoding) => encoding === value) })}
          />
        </>
      )}
      <Switch
        label="The first row holds the names"
        description={origin(options.header)}
        className={styles.header}
        checked={options.header ?? dialect?.header ?? true}
        onChange={(event) => onChange({ header: event.currentTarget.checked })}
      />
    </div>
  )
}
