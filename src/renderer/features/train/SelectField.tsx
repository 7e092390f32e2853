import { NativeSelect, Tooltip } from '@mantine/core'
import { useId } from 'react'
import { useFieldHelp } from './fieldHelp.tsx'
import styles from './train.module.css'

/** A choice of a few, with its explanation on hover of the name and, on focus, in the panel. */
export function SelectField<T extends string>(props: {
  label: string
  /** Where the label alone would not tell the field apart. */
  accessibleLabel?: string
  help: string
  value: T
  options: Record<T, string>
  onChange: (value: T) => void
  hideLabel?: boolean
}) {
  const id = useId()
  const help = useFieldHelp(props.label, props.help)
  const names = Object.keys(props.options) as T[]
  return (
    <div className={props.hideLabel === true ? undefined : styles.field}>
      <Tooltip label={props.help} openDelay={600} position="top-start">
        <label htmlFor={id} className={props.hideLabel === true ? styles.hidden : styles.label}>
          {props.label}
        </label>
      </Tooltip>
      <NativeSelect
        id={id}
        aria-label={props.accessibleLabel}
        value={props.value}
        data={names.map((name) => ({ value: name, label: props.options[name] }))}
        {...help}
        onChange={(event) => {
          const chosen = names.find((name) => name === event.currentTarget.value)
          if (chosen !== undefined) props.onChange(chosen)
        }}
      />
    </div>
  )
}
