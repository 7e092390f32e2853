import { NativeSelect, Tooltip } from '@mantine/core'
import { useId, type ReactNode } from 'react'
import { useFieldHelp, type HelpDetails } from './fieldHelp.tsx'
import styles from './train.module.css'

/** A choice of a few, with its explanation on hover of the name and, on focus, in the panel. */
export function SelectField<T extends string>(props: {
  label: string
  /** Where the label alone would not tell the field apart. */
  accessibleLabel?: string
  help: string
  details?: HelpDetails
  value: T
  options: Record<T, string>
  onChange: (value: T) => void
  hideLabel?: boolean
  /** Beside the label. */
  mark?: ReactNode
  /** Below the field. */
  effect?: string | null
}) {
  const id = useId()
  const help = useFieldHelp(props.label, props.help, props.details)
  const names = Object.keys(props.options) as T[]
  const effect = props.effect ?? null
  return (
    <div className={props.hideLabel === true ? undefined : styles.field}>
      <span className={props.hideLabel === true ? styles.hidden : styles.label}>
        <Tooltip label={props.help} openDelay={600} position="top-start">
          <label htmlFor={id}>{props.label}</label>
        </Tooltip>
        {props.mark}
      </span>
      <NativeSelect
        id={id}
        aria-label={props.accessibleLabel}
        aria-describedby={effect === null ? undefined : `${id}-effect`}
        value={props.value}
        data={names.map((name) => ({ value: name, label: props.options[name] }))}
        {...help}
        onChange={(event) => {
          const chosen = names.find((name) => name === event.currentTarget.value)
          if (chosen !== undefined) props.onChange(chosen)
        }}
      />
      {effect !== null && (
        <span id={`${id}-effect`} className={styles.effect}>
          {effect}
        </span>
      )}
    </div>
  )
}
