import { Button, Select, Slider, TextInput } from '@mantine/core'
import { useId } from 'react'
import { compareText } from '../../../core/order.ts'
import { formatNumber } from '../../../core/words/format.ts'
import type { RowPrediction } from '../../../shared/predictions.ts'
import { decimalSign, parseNumber } from '../train/numbers.ts'
import { sliderStep, type RowInput } from './useViews.ts'
import styles from './use.module.css'

const missing = '(missing)'

/** One input of the row: a slider with a field for numbers, a list for categories, a field for the rest. */
export function RowField(props: {
  input: RowInput
  value: string
  /** A doubt about the value. */
  note: RowPrediction['notes'][number] | null
  /** What kind of value it is, as long as it is the example's. */
  origin: string | null
  onChange: (value: string) => void
}) {
  const { input, value, note, origin, onChange } = props
  const id = useId()
  return (
    <div className={styles.rowField}>
      <label htmlFor={id} className="ellipsis" title={input.name}>
        {input.name}
      </label>
      {input.levels !== null ? (
        <Select
          id={id}
          className={styles.wide ?? ''}
          value={value === '' ? missing : value}
          data={[...new Set([...input.levels.toSorted(compareText), ...(value === '' ? [] : [value]), missing])]}
          searchable={input.levels.length > 8}
          limit={200}
          onChange={(chosen) => chosen !== null && onChange(chosen === missing ? '' : chosen)}
        />
      ) : input.kind === 'number' ? (
        <NumberInput id={id} input={input} value={value} onChange={onChange} />
      ) : (
        <TextInput
          id={id}
          className={styles.wide ?? ''}
          value={value}
          type={input.kind === 'date' ? dateType(input, value) : 'text'}
          placeholder="missing"
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      )}
      {note !== null && (
        <p className={styles.fieldNote}>
          {note.message}
          {note.instead !== undefined && (
            <Button size="compact-xs" ml={8} onClick={() => onChange(note.instead ?? '')}>
              Use {note.instead}
            </Button>
          )}
        </p>
      )}
      {note === null && origin !== null && (
        <p className={styles.fieldNote} data-plain>
          {origin}
        </p>
      )}
    </div>
  )
}

function NumberInput(props: { id: string; input: RowInput; value: string; onChange: (value: string) => void }) {
  const { id, input, value, onChange } = props
  const number = Number(value)
  const { min, max } = input
  return (
    <>
      {min !== null && max !== null && max > min ? (
        <Slider
          className={styles.slider ?? ''}
          thumbLabel={`${input.name}, slider`}
          label={null}
          title={`Seen in training: ${formatNumber(min)} to ${formatNumber(max)}`}
          size={4}
          min={min}
          max={max}
          step={sliderStep(min, max)}
          value={value === '' || Number.isNaN(number) ? min : Math.min(max, Math.max(min, number))}
          onChange={(next) => onChange(String(Number(next.toPrecision(8))))}
        />
      ) : (
        <span />
      )}
      <TextInput
        id={id}
        value={value.replace('.', decimalSign)}
        inputMode="decimal"
        placeholder="missing"
        onChange={(event) => {
          const text = event.currentTarget.value
          const parsed = parseNumber(text)
          // What cannot be read goes on as it was typed: the model's notes say what it made of it.
          onChange(Number.isNaN(parsed) || /[.,]0*$|e/i.test(text) ? text.replace(decimalSign, '.') : String(parsed))
        }}
      />
    </>
  )
}

/** A calendar where the column and the text are plain days; a field where they are times, or the text is no day. */
function dateType({ example }: RowInput, value: string): 'date' | 'text' {
  const isDay = (text: string) => /^\d{4}-\d{2}-\d{2}$/.test(text)
  return isDay(example) && (value === '' || isDay(value)) ? 'date' : 'text'
}
