import type { ConformalChoice } from '../../../shared/calibration.ts'
import { createStore, useStore } from '../../app/store.ts'

/** Levels offered. */
export const levels = [0.8, 0.9, 0.95, 0.99] as const

const choice = createStore<ConformalChoice>({ level: 0.9, sets: 'smallest' })

/** How sure intervals and sets are to be, the same wherever they are shown in this window. */
export function useConformalChoice(): ConformalChoice {
  return useStore(choice)
}

export function chooseConformal(changes: Partial<ConformalChoice>): void {
  choice.set((before) => ({ ...before, ...changes }))
}
