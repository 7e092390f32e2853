import type { StepProps } from '../../app/steps.ts'
import { EmptyState } from '../../components/EmptyState.tsx'

export function EvaluateStep({ project }: StepProps) {
  return <EmptyState title="Evaluate">{project.name}</EmptyState>
}
