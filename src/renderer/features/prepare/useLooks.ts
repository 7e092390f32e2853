import { useState } from 'react'
import type { Look, Step } from '../../../shared/recipes.ts'

/** Which steps are open, and which column of each is in view. */
export interface OpenSteps {
  isOpen: (id: string) => boolean
  set: (id: string, open: boolean) => void
  look: (id: string, column: string) => void
  /** For the preview: those of open steps that are switched on. */
  looks: (steps: readonly Step[]) => Look[]
}

export function useLooks(): OpenSteps {
  const [columns, setColumns] = useState<ReadonlyMap<string, string | null>>(new Map())
  return {
    isOpen: (id) => columns.has(id),
    set: (id, open) =>
      setColumns((before) => {
        const next = new Map(before)
        if (open) next.set(id, before.get(id) ?? null)
        else next.delete(id)
        return next
      }),
    look: (id, column) => setColumns((before) => new Map(before).set(id, column)),
    looks: (steps) =>
      steps
        .filter(({ id, enabled }) => enabled && columns.has(id))
        .map(({ id }) => ({ step: id, column: columns.get(id) ?? null }))
        .slice(0, 100),
  }
}
