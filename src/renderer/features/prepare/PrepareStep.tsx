import type { StepProps } from '../../app/steps.ts'
import { EmptyState } from '../../components/EmptyState.tsx'

export function PrepareStep({ project }: StepProps) {
  return <EmptyState title="PrepareStep">{project.name}</EmptyState>
}
