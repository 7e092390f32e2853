import { NativeSelect, NumberInput, Select, TextInput } from '@mantine/core'
import { useState } from 'react'
import {
  type Decision,
  encodings,
  type ImportOptions,
  type Inspection,
  rangeSchema,
} from '../../../../shared/datasets.ts'
import { delimiterName, delimiterNames, encodingGroups, formatNames, quoteNames } from '../readingWords.ts'
import { Decided } from './Decided.tsx'
import styles from './ReadingForm.module.css'

interface FormProps {
  inspection: Inspection
  /** Pasted cells came as text, which has no encoding to choose. */
  pasted: boolean
  options: ImportOptions
  onChange: (change: Partial<ImportOptions>) => void
}

const OTHER = 'other'

function decisionOf(inspection: Inspection, what: Decision['what']): Decision | undefined {
  return inspection.decisions.find((decision) => decision.what === what)
}

function DelimiterField({ inspection, options, onChange }: Omit<FormProps, 'pasted'>) {
  const detected = inspection.dialect?.delimiter ?? ','
  const value = options.delimiter ?? detected
  const listed = delimiterNames.some((name) => name.value === value)
  const [writing, setWriting] = useState(false)
  return (
    <Decided
      label="Delimiter"
      decision={decisionOf(inspection, 'delimiter')}
      onReset={
        options.delimiter === undefined
          ? null
          : () => {
              setWriting(false)
              onChange({ delimiter: undefined })
            }
      }
    >
      {(ids) => (
        <>
          <NativeSelect
            {...ids}
            value={writing ? OTHER : value}
            data={[
              ...delimiterNames,
              ...(listed ? [] : [{ value, label: delimiterName(value) }]),
              { value: OTHER, label: 'Another…' },
            ]}
            onChange={(event) => {
              const chosen = event.currentTarget.value
              setWriting(chosen === OTHER)
              if (chosen !== OTHER) onChange({ delimiter: chosen })
            }}
          />
          {writing && (
            <TextInput
              aria-label="The delimiter, as it stands in the file"
              placeholder="e.g. ## or ::"
              maxLength={8}
              autoFocus
              defaultValue={listed ? '' : value}
              onChange={(event) => {
                if (event.currentTarget.value !== '') onChange({ delimiter: event.currentTarget.value })
              }}
            />
          )}
        </>
      )}
    </Decided>
  )
}

function TextFields({ inspection, pasted, options, onChange }: FormProps) {
  const { dialect } = inspection
  if (dialect === null) return null
  const quote = options.quote ?? dialect.quote
  const escape = decisionOf(inspection, 'escape')
  return (
    <>
      {!pasted && (
        <Decided
          label="Encoding"
          decision={decisionOf(inspection, 'encoding')}
          onReset={options.encoding === undefined ? null : () => onChange({ encoding: undefined })}
        >
          {(ids) => (
            <Select
              {...ids}
              searchable
              value={options.encoding ?? dialect.encoding}
              data={encodingGroups}
              onChange={(value) => onChange({ encoding: encodings.find((encoding) => encoding === value) })}
            />
          )}
        </Decided>
      )}
      <DelimiterField inspection={inspection} options={options} onChange={onChange} />
      <Decided
        label="Quote"
        decision={decisionOf(inspection, 'quote')}
        onReset={options.quote === undefined ? null : () => onChange({ quote: undefined })}
      >
        {(ids) => (
          <NativeSelect
            {...ids}
            value={quote === '' ? 'none' : quote}
            data={quoteNames}
            onChange={({ currentTarget: { value } }) =>
              onChange({ quote: value === "'" || value === '"' ? value : '' })
            }
          />
        )}
      </Decided>
      {quote !== '' && (escape !== undefined || dialect.escape === 'backslash') && (
        <Decided
          label="A quote within a quoted field"
          decision={escape}
          onReset={options.escape === undefined ? null : () => onChange({ escape: undefined })}
        >
          {(ids) => (
            <NativeSelect
              {...ids}
              value={options.escape ?? dialect.escape}
              data={[
                { value: 'double', label: `is doubled  ${quote}${quote}` },
                { value: 'backslash', label: `follows a backslash  \\${quote}` },
              ]}
              onChange={({ currentTarget: { value } }) =>
                onChange({ escape: value === 'backslash' ? 'backslash' : 'double' })
              }
            />
          )}
        </Decided>
      )}
    </>
  )
}

const headerChoices = ['None: rows are all values', '1 row', '2 rows', '3 rows', '4 rows', '5 rows']

function LayoutFields({ inspection, options, onChange }: FormProps) {
  const { dialect, format } = inspection
  const line = format === 'spreadsheet' ? 'row' : 'line'
  const headerRows = options.headerRows ?? dialect?.headerRows ?? (dialect?.header === false ? 0 : 1)
  const detectedFirst = dialect?.firstRow ?? inspection.lines[0]
  return (
    <>
      <Decided
        label="Column names"
        decision={decisionOf(inspection, 'header')}
        onReset={
          options.headerRows === undefined && options.header === undefined
            ? null
            : () => onChange({ headerRows: undefined, header: undefined })
        }
      >
        {(ids) => (
          <NativeSelect
            {...ids}
            value={String(headerRows)}
            data={headerChoices.map((label, rows) => ({ value: String(rows), label }))}
            onChange={({ currentTarget: { value } }) => onChange({ headerRows: Number(value), header: value !== '0' })}
          />
        )}
      </Decided>
      <Decided
        label={`The table begins in ${line}`}
        decision={decisionOf(inspection, 'firstRow')}
        onReset={options.firstRow === undefined ? null : () => onChange({ firstRow: undefined })}
      >
        {(ids) => (
          <NumberInput
            {...ids}
            min={1}
            max={1_048_576}
            allowDecimal={false}
            clampBehavior="strict"
            value={options.firstRow ?? detectedFirst ?? ''}
            onChange={(value) => onChange({ firstRow: typeof value === 'number' ? value : undefined })}
          />
        )}
      </Decided>
    </>
  )
}

function RangeField({ inspection, options, onChange }: FormProps) {
  const decision = decisionOf(inspection, 'range')
  const [text, setText] = useState(options.range ?? '')
  const bad = text.trim() !== '' && !rangeSchema.safeParse(text.trim()).success
  return (
    <Decided
      label="Range of cells"
      decision={decision}
      onReset={
        options.range === undefined
          ? null
          : () => {
              setText('')
              onChange({ range: undefined })
            }
      }
    >
      {(ids) => (
        <TextInput
          {...ids}
          placeholder={decision?.value ?? 'A1:F200'}
          value={text}
          error={bad ? 'Write a range like A3:F200, A3:F or B:F.' : undefined}
          onChange={(event) => {
            const written = event.currentTarget.value.toUpperCase()
            setText(written)
            const range = written.trim()
            if (range === '') onChange({ range: undefined })
            else if (rangeSchema.safeParse(range).success) onChange({ range })
          }}
        />
      )}
    </Decided>
  )
}

/** How a file is read: what was detected, how sure that is, each changed with one click. */
export function ReadingForm(props: FormProps) {
  const { inspection } = props
  const { format } = inspection
  return (
    <div className={styles.form}>
      {format === 'delimited' && <TextFields {...props} />}
      {format === 'spreadsheet' && <RangeField key={inspection.sheet} {...props} />}
      {(format === 'delimited' || format === 'spreadsheet') && <LayoutFields {...props} />}
      {(format === 'parquet' || format === 'sqlite') && (
        <p className="soft">
          {formatNames[format]}: the file says itself what its columns are called and how its values are written, so
          that nothing has to be guessed here. A click on a column shows how it is read.
        </p>
      )}
      {(format === 'json' || format === 'jsonLines') && (
        <p className="soft">
          {formatNames[format]}: the columns are the keys of the objects. A click on a column shows how it is read.
        </p>
      )}
    </div>
  )
}
