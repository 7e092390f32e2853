import type { StepField } from '../steps/form.ts'

export interface FieldInputProps {
  field: StepField
  value: unknown
  /** Takes a value; answers what is wrong with it, in words, or null. */
  onChange: (value: unknown) => string | null
}
