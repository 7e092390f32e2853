import type { StudyState } from '../../shared/studies.ts'

/** Why a study takes no more trials before its plan is done. */
export type Ending = 'stopped' | 'closing' | 'failed' | 'timeLimit'

/** A search whose time is up has done what it was to do. */
export const stateAfter = {
  stopped: 'stopped',
  closing: 'interrupted',
  failed: 'failed',
  timeLimit: 'finished',
} as const satisfies Record<Ending, StudyState>
