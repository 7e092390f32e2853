import type { Run } from '../../../../shared/runs.ts'

/** What came of a repeat, as a sentence that goes on after the other run's name. */
export function repeatText({ state, repeats }: Pick<Run, 'state' | 'repeats'>): string {
  if (repeats?.equal === true) return 'its weights came out equal to the bit'
  if (repeats?.equal === false) return 'its weights came out different'
  return state === 'finished' || state === 'failed'
    ? 'they could not be compared: one of them was ended, extended or changed otherwise, or is gone'
    : 'they are compared when it has ended'
}

/** Why a repeat may come out different although nothing in its record is. */
export const differentText =
  'A record gives the same weights on the same kind of processor. What an earlier version of the program extended or stopped has no record of it, and trains on here.'
