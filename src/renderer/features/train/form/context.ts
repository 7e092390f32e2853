import { createContext, useContext } from 'react'

/** What every field of the form tells. */
export interface FormActions {
  /** The person is done with a change, which undo takes back under this label. */
  onDone: (label: string) => void
  /** A field became valid or invalid; `field` is its place, such as `schedule.factor`. */
  onValidity: (field: string, valid: boolean) => void
}

export const FormContext = createContext<FormActions>({ onDone: () => undefined, onValidity: () => undefined })

export function useFormActions(): FormActions {
  return useContext(FormContext)
}
