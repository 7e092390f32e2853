import { NativeSelect, Tooltip } from '@mantine/core'
import { useId } from 'react'
import styles from './train.module.css'

/** A choice of a few, with its explanation on hover and focus. */
export function SelectField<T extends string>(props: {
  label: string
  help: string
  value: T
  options: Record<T, string>
  onChange: (value: T) => void
  hideLabel?: boolean
}) {
  const id = useId()
  const names = Object.keys(props.options) as T[]
  return (
    <div className={props.hideLabel === true ? undefined : styles.field}>
      <label htmlFor={id} className={props.hideLabel === true ? styles.hidden : styles.label}>
        {props.label}
      </label>
      <Tooltip label={props.help} events={{ hover: true, focus: true, touch: false }} position="top-end">
        <NativeSelect
          id={id}
          value={props.value}
          data={names.map((name) => ({ value: name, label: props.options[name] }))}
          onChange={(event) => {
            const chosen = names.find((name) => name === event.currentTarget.value)
            if (chosen !== undefined) props.onChange(chosen)
          }}
        />
      </Tooltip>
    </div>
  )
}
