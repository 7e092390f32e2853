import { TextInput, Tooltip } from '@mantine/core'
import { useEffect, useEffectEvent, useId, useState, type ReactNode } from 'react'
import { useFieldHelp, type HelpDetails } from './fieldHelp.tsx'
import { decimalSign, parseNumber } from './numbers.ts'
import { plainNumber } from '../../../core/words/settings/settingText.ts'
import styles from './train.module.css'

interface NumberFieldProps {
  label: string
  help: string
  value: number | null
  /** Whether a value is within the allowed range. */
  accepts: (value: number | null) => boolean
  /** The allowed range in words: "a whole number from 1 to 4,096". */
  range: string
  /** What an empty field stands for; without it a field must not be empty. */
  emptyMeans?: string
  onChange: (value: number | null) => void
  /** The person is done with the field. */
  onDone: () => void
  /** Told whenever the typed text becomes valid or invalid. */
  onValidity: (valid: boolean) => void
  disabled?: boolean
  hideLabel?: boolean
  details?: HelpDetails
  /** Beside the label. */
  mark?: ReactNode
  /** Below the field: what the value does. */
  effect?: string | null
}

const typed = (value: number | null) => (value === null ? '' : plainNumber(value).replace('.', decimalSign))

/** A number with its range checked as it is typed; the last valid value stays in force until the next one. */
export function NumberField(props: NumberFieldProps) {
  const { value, emptyMeans, onValidity } = props
  const id = useId()
  const help = useFieldHelp(props.label, props.help, { range: props.range, ...props.details })
  const [text, setText] = useState(() => typed(value))
  const [known, setKnown] = useState(value)

  const read = (input: string): number | null | undefined => {
    const number = input.trim() === '' && emptyMeans !== undefined ? null : parseNumber(input)
    return !Number.isNaN(number) && props.accepts(number) ? number : undefined
  }
  if (known !== value) {
    setKnown(value)
    if (read(text) !== value) setText(typed(value))
  }
  const valid = read(text) !== undefined
  const effect = props.effect ?? null
  const tell = useEffectEvent(onValidity)
  useEffect(() => {
    tell(valid)
    return () => tell(true)
  }, [valid])

  const set = (input: string) => {
    setText(input)
    const number = read(input)
    if (number !== undefined) props.onChange(number)
  }
  return (
    <div className={props.hideLabel === true ? undefined : styles.field}>
      <span className={props.hideLabel === true ? styles.hidden : styles.label}>
        <Tooltip label={props.help} openDelay={600} position="top-start">
          <label htmlFor={id}>{props.label}</label>
        </Tooltip>
        {props.mark}
      </span>
      <TextInput
        id={id}
        value={text}
        inputMode="decimal"
        autoComplete="off"
        spellCheck={false}
        disabled={props.disabled ?? false}
        placeholder={emptyMeans ?? ''}
        {...(effect === null || !valid ? {} : { 'aria-describedby': `${id}-effect` })}
        error={valid ? null : `Must be ${props.range}`}
        onChange={(event) => set(event.currentTarget.value)}
        onFocus={help.onFocus}
        onBlur={() => {
          help.onBlur()
          props.onDone()
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter') props.onDone()
        }}
      />
      {effect !== null && valid && (
        <span id={`${id}-effect`} className={styles.effect}>
          {effect}
        </span>
      )}
    </div>
  )
}
