import type { Run } from '../../../shared/runs.ts'
import type { Study } from '../../../shared/studies.ts'
import { plural } from '../../../core/words/format.ts'

/** What is ticked in the table: runs by themselves, and studies with all of their runs. */
export interface Chosen<R = Run, S = Study> {
  runs: readonly R[]
  studies: readonly S[]
}

/** “Run 3”, “12 runs”, “1 run and 2 studies”. */
export function chosenWords({ runs, studies }: Chosen<{ name: string }, { name: string }>): string {
  const [only] = [...runs, ...studies]
  if (runs.length + studies.length === 1 && only !== undefined) return `“${only.name}”`
  const parts = [
    ...(runs.length === 0 ? [] : [plural(runs.length, 'run')]),
    ...(studies.length === 0 ? [] : [plural(studies.length, 'study', 'studies')]),
  ]
  return parts.join(' and ')
}

/** The chosen runs and those of the chosen studies, each once, in the order of all. */
export function everyRunOf({ runs, studies }: Chosen<Pick<Run, 'id'>, Pick<Study, 'id'>>, all: readonly Run[]): Run[] {
  const ids = new Set(runs.map(({ id }) => id))
  const of = new Set(studies.map(({ id }) => id))
  return all.filter(({ id, study }) => ids.has(id) || (study !== undefined && of.has(study.id)))
}
