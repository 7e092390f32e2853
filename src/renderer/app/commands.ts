import { useEffect } from 'react'
import { createStore, useStore } from './store.ts'

/** One line of the command palette. */
export interface Command {
  id: string
  label: string
  description?: string
  shortcut?: string
  run: () => void
}

const registered = createStore<ReadonlyMap<string, readonly Command[]>>(new Map())

/** Offers commands in the palette while the component is shown. `owner` names the group. */
export function useCommands(owner: string, commands: readonly Command[]): void {
  useEffect(() => {
    registered.set((previous) => new Map(previous).set(owner, commands))
  })
  useEffect(
    () => () => {
      registered.set((previous) => {
        const next = new Map(previous)
        next.delete(owner)
        return next
      })
    },
    [owner],
  )
}

export function useRegisteredCommands(): ReadonlyMap<string, readonly Command[]> {
  return useStore(registered)
}
