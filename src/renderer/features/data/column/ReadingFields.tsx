import { NativeSelect } from '@mantine/core'
import {
  type ColumnKind,
  columnKinds,
  type ColumnReading,
  type ColumnSettings,
  dateOrders,
  numberFormats,
} from '../../../../shared/datasets.ts'
import { kindHelp, kindOptions, kindTitles } from '../../../components/kinds.tsx'
import { dateOrderExamples, numberFormatExamples } from '../../../../core/readingExamples.ts'
import { dateOrderNames } from '../readingWords.ts'

/** A change of settings, and what it is called in the list of changes, in the imperative. */
export type OnSettings = (part: Partial<ColumnSettings>, label: string) => void

/** The kind of a column and how its numbers or dates are written, each to be changed. */
export function ReadingFields({
  kind,
  inferredKind,
  reading,
  chosen,
  busy,
  onChange,
}: {
  kind: ColumnKind
  inferredKind: ColumnKind
  reading: ColumnReading
  /** What a person has chosen; the rest is detected. */
  chosen: ColumnSettings
  busy: boolean
  onChange: OnSettings
}) {
  const said = (choice: unknown) => (choice === undefined ? 'Detected from the values.' : 'Chosen by you.')
  return (
    <>
      <NativeSelect
        label="Kind"
        description={
          kind === inferredKind
            ? `${kindHelp[kind]}. ${said(chosen.kind)}`
            : `${kindHelp[kind]}. Chosen by you; detected was ${kindTitles[inferredKind].toLowerCase()}.`
        }
        inputWrapperOrder={['label', 'input', 'description']}
        data={kindOptions}
        value={kind}
        disabled={busy}
        onChange={({ currentTarget: { value } }) => {
          const next = columnKinds.find((known) => known === value)
          if (next !== undefined && next !== kind)
            onChange({ kind: next }, `Read it as ${kindTitles[next].toLowerCase()}`)
        }}
      />
      {kind === 'number' && (
        <NativeSelect
          label="Numbers are written like"
          description={`${said(chosen.numberFormat)} Currency signs, percent, units and (accounting) negatives are read too.`}
          inputWrapperOrder={['label', 'input', 'description']}
          data={numberFormats.map((value) => ({ value, label: numberFormatExamples[value] }))}
          value={reading.numberFormat}
          disabled={busy}
          onChange={({ currentTarget: { value } }) => {
            const next = numberFormats.find((known) => known === value)
            if (next !== undefined) onChange({ numberFormat: next }, `Read numbers like ${numberFormatExamples[next]}`)
          }}
        />
      )}
      {kind === 'date' && (
        <NativeSelect
          label="Order of a date"
          description={said(chosen.dateOrder)}
          inputWrapperOrder={['label', 'input', 'description']}
          data={dateOrders.map((value) => ({ value, label: `${dateOrderNames[value]}: ${dateOrderExamples[value]}` }))}
          value={reading.dateOrder}
          disabled={busy}
          onChange={({ currentTarget: { value } }) => {
            const next = dateOrders.find((known) => known === value)
            if (next !== undefined) onChange({ dateOrder: next }, `Read dates as ${dateOrderNames[next]}`)
          }}
        />
      )}
    </>
  )
}
