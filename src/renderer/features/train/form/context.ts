import { createContext, useContext } from 'react'
import type { RunConfig } from '../../../../shared/training.ts'

/** What the form has for each of its fields. A place is that of a setting in the configuration, such as `schedule.factor`. */
export interface FormActions {
  /** The person is done with a change, which undo takes back under this label. */
  onDone: (label: string) => void
  /** A field became valid or invalid. */
  onValidity: (place: string, valid: boolean) => void
  /** A field is about to be changed: what changes of the estimate from now on is said beside it. */
  onTouch: (place: string) => void
  /** What the settings are compared with; null until it is known. */
  base: { name: string; config: RunConfig } | null
  /** Settings that are not as in the base. */
  changed: ReadonlySet<string>
  /** Takes a setting of the base. */
  onReset: (place: string) => void
  /** Only settings that were changed are shown. */
  onlyChanged: boolean
  /** Everything that opens on demand is open. */
  expanded: boolean
  /** Why the network and its loss stay as they are, and what to do about it; null where they can be set. */
  locked: Lock | null
  /** What a setting does to this run, in a few words. */
  effectOf: (place: string) => string | null
}

export interface Lock {
  reason: string
  remedy: string
  onUnlock: () => void
}

/** A form by itself: nothing is compared, and nothing filtered. */
export const plainForm: FormActions = {
  onDone: () => undefined,
  onValidity: () => undefined,
  onTouch: () => undefined,
  base: null,
  changed: new Set(),
  onReset: () => undefined,
  onlyChanged: false,
  expanded: false,
  locked: null,
  effectOf: () => null,
}

export const FormContext = createContext(plainForm)

export function useFormActions(): FormActions {
  return useContext(FormContext)
}
