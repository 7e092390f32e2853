import { NativeSelect, NumberInput, SegmentedControl, Tooltip } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { useState } from 'react'
import type { Effort } from '../../../shared/explain.ts'
import { effortHelp, effortNames } from './words.ts'
import styles from './explain.module.css'

const efforts = ['quick', 'usual', 'careful'] as const satisfies readonly Effort[]

/** How much work goes into the answer. */
export function EffortChoice({ value, onChange }: { value: Effort; onChange: (effort: Effort) => void }) {
  return (
    <Tooltip label={effortHelp} openDelay={600} multiline w={300}>
      <SegmentedControl
        size="xs"
        aria-label="Effort"
        value={value}
        onChange={(chosen) => {
          const effort = efforts.find((one) => one === chosen)
          if (effort !== undefined) onChange(effort)
        }}
        data={efforts.map((one) => ({ value: one, label: effortNames[one] }))}
      />
    </Tooltip>
  )
}

/** Whose probability is looked at; nothing where numbers are predicted. */
export function ClassChoice(props: {
  classes: readonly string[] | null
  output: number
  onChange: (output: number) => void
}) {
  const { classes, output, onChange } = props
  if (classes === null) return null
  return (
    <NativeSelect
      size="xs"
      label="Class"
      className={styles.inline ?? ''}
      value={String(output)}
      data={classes.map((name, at) => ({ value: String(at), label: name }))}
      onChange={(event) => onChange(Number(event.currentTarget.value))}
    />
  )
}

/** A row of the table, counted from 1 for people. */
export function RowNumber({ row, onChange }: { row: number; onChange: (row: number) => void }) {
  const [typed, setTyped] = useState<string | number>(row + 1)
  const [shown, setShown] = useState(row)
  // A row is asked for once its number is typed.
  const choose = useDebouncedCallback(onChange, 400)
  if (shown !== row) {
    setShown(row)
    setTyped(row + 1)
  }
  return (
    <NumberInput
      size="xs"
      label="Row of the table"
      className={styles.inline ?? ''}
      w={230}
      min={1}
      allowDecimal={false}
      thousandSeparator=","
      value={typed}
      onChange={(value) => {
        setTyped(value)
        const wanted = Number(value)
        if (value !== '' && Number.isInteger(wanted) && wanted >= 1) choose(wanted - 1)
      }}
    />
  )
}
