import { TextInput, Tooltip } from '@mantine/core'
import { useEffect, useEffectEvent, useState } from 'react'
import { decimalSign, parseNumber } from '../../train/numbers.ts'
import { plainNumber } from '../../../../core/words/settings/settingText.ts'

interface NumberBoxProps {
  label: string
  help?: string
  hideLabel?: boolean
  width?: number
  value: number | null
  /** Whether a value is within the allowed range; null is an empty field. */
  accepts: (value: number | null) => boolean
  /** The allowed range in words: "a whole number from 1 to 100". */
  range: string
  placeholder?: string
  onChange: (value: number | null) => void
  /** Told whenever the typed text becomes valid or invalid. */
  onValidity: (valid: boolean) => void
}

const typed = (value: number | null) => (value === null ? '' : plainNumber(value).replace('.', decimalSign))

/** A number, powers of ten included, checked as it is typed; the last valid value stays in force until the next one. */
export function NumberBox(props: NumberBoxProps) {
  const { label, value } = props
  const [text, setText] = useState(() => typed(value))
  const [known, setKnown] = useState(value)
  const read = (input: string): number | null | undefined => {
    const number = input.trim() === '' ? null : parseNumber(input)
    return !Number.isNaN(number) && props.accepts(number) ? number : undefined
  }
  if (known !== value) {
    setKnown(value)
    if (read(text) !== value) setText(typed(value))
  }
  const valid = read(text) !== undefined
  const tell = useEffectEvent(props.onValidity)
  useEffect(() => {
    tell(valid)
    return () => tell(true)
  }, [valid])
  return (
    <Tooltip label={props.help ?? ''} disabled={props.help === undefined} openDelay={500} position="top-start">
      <TextInput
        {...(props.hideLabel === true ? { 'aria-label': label } : { label })}
        w={props.width ?? 110}
        value={text}
        inputMode="decimal"
        autoComplete="off"
        spellCheck={false}
        placeholder={props.placeholder ?? ''}
        error={valid ? null : `Must be ${props.range}`}
        onChange={(event) => {
          const input = event.currentTarget.value
          setText(input)
          const number = read(input)
          if (number !== undefined) props.onChange(number)
        }}
      />
    </Tooltip>
  )
}

/** For fields that take whole numbers from `low` to `high`. */
export function whole(low: number, high: number) {
  const accepts = (value: number | null) => value !== null && Number.isInteger(value) && value >= low && value <= high
  return { accepts, range: `a whole number from ${low.toLocaleString()} to ${high.toLocaleString()}` }
}
