import { useEffect } from 'react'
import { isConfigFile } from '../../../../shared/training/file.ts'
import { createStore, useStore } from '../../../app/store.ts'

/** No file of settings is nearly as long; a table may be. */
const LONGEST_CONFIG = 2_000_000

/** A file of settings for the form of a new run. */
export interface DroppedConfig {
  fileName: string
  text: string
}

/** Waits here until a form takes it. */
export const droppedConfig = createStore<DroppedConfig | null>(null)
const formsShown = createStore(0)

/** Whether a form would take settings at once. */
export function useIsFormShown(): boolean {
  return useStore(formsShown) > 0
}

/** The text of a file that is a configuration of runs; null of any other one. */
export async function configurationIn(file: File): Promise<string | null> {
  if (!/\.json$/i.test(file.name) || file.size > LONGEST_CONFIG) return null
  try {
    const text = await file.text()
    return isConfigFile(JSON.parse(text.replace(/^\uFEFF/, ''))) ? text : null
  } catch {
    // What cannot be read here is told of where it is imported.
    return null
  }
}

/** Gives a dropped configuration to a form that is shown; false where there is none. */
export function giveToForm(config: DroppedConfig): boolean {
  if (formsShown.get() === 0) return false
  droppedConfig.set(config)
  return true
}

/** Takes what is dropped for as long as the form is shown, once it is ready to. */
export function useDroppedConfig(isReady: boolean, take: (config: DroppedConfig) => void): void {
  const dropped = useStore(droppedConfig)
  useEffect(() => {
    formsShown.set((count) => count + 1)
    return () => formsShown.set((count) => count - 1)
  }, [])
  useEffect(() => {
    if (dropped === null || !isReady) return
    droppedConfig.set(null)
    take(dropped)
  })
}
