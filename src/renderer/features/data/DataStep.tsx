import type { StepProps } from '../../app/steps.ts'
import { EmptyState } from '../../components/EmptyState.tsx'

export function DataStep({ project }: StepProps) {
  return <EmptyState title="DataStep">{project.name}</EmptyState>
}
