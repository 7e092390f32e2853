import { useCall } from '../../app/data.tsx'
import type { EvaluateViewProps } from '../evaluate/viewProps.ts'

/** The classes that a run predicts, in the order of its outputs; null for numbers, and until they are known. */
export function useClasses({ project, run, split }: EvaluateViewProps): readonly string[] | null {
  const of = { project: project.id, run: run.id, split }
  const { data } = useCall('evaluation.get', run.task === 'classification' ? of : null, { keepPrevious: true })
  return data?.task === 'classification' ? data.classes : null
}
