import { Tooltip } from '@mantine/core'
import { type ReactNode, useId } from 'react'
import styles from '../steps.module.css'
import type { StepField } from '../steps/form.ts'

/** A setting's name, with its explanation on hover and to screen readers, above its input. */
export function FieldFrame({
  field,
  wide = false,
  children,
}: {
  field: Pick<StepField, 'label' | 'help'>
  wide?: boolean
  children: (id: string) => ReactNode
}) {
  const id = useId()
  return (
    <div className={wide ? `${styles.field} ${styles.wide}` : styles.field}>
      <Tooltip label={field.help} openDelay={500} position="top-start">
        <label htmlFor={id}>{field.label}</label>
      </Tooltip>
      {children(id)}
    </div>
  )
}
