import { Tooltip } from '@mantine/core'
import { type ReactNode, useId } from 'react'
import styles from '../steps.module.css'
import type { StepField } from '../steps/form.ts'

/** A setting's name, with its explanation on hover and to screen readers, above its input. */
export function FieldFrame({
  field,
  width = 'plain',
  children,
}: {
  field: Pick<StepField, 'label' | 'help'>
  /** `narrow` fits a number; `choice` a few words; `roomy` long choices; `wide` takes what is left of the line. */
  width?: 'narrow' | 'plain' | 'choice' | 'roomy' | 'wide'
  children: (id: string) => ReactNode
}) {
  const id = useId()
  return (
    <div className={width === 'plain' ? styles.field : `${styles.field} ${styles[width]}`}>
      <Tooltip label={field.help} openDelay={500} position="top-start">
        <label htmlFor={id}>{field.label}</label>
      </Tooltip>
      {children(id)}
    </div>
  )
}
