import { Button, TextInput } from '@mantine/core'
import { asLocal, fromLocal, tonight } from './times.ts'
import styles from './queue.module.css'

/** The time before which a run does not begin: typed, or tonight with one click; empty is at its turn. */
export function TimeField(props: {
  label: string
  /** ISO 8601. */
  value: string | null
  onChange: (value: string | null) => void
}) {
  const { value, onChange } = props
  return (
    <span className={styles.time}>
      <TextInput
        type="datetime-local"
        size="xs"
        w={200}
        aria-label={props.label}
        value={asLocal(value)}
        onChange={(event) => onChange(fromLocal(event.currentTarget.value))}
      />
      <Button size="compact-xs" onClick={() => onChange(value === null ? tonight(new Date()).toISOString() : null)}>
        {value === null ? 'Tonight' : 'Any time'}
      </Button>
    </span>
  )
}
