import type { StepProps } from '../../app/steps.ts'
import { EmptyState } from '../../components/EmptyState.tsx'

export function RunsView({ project }: StepProps) {
  return <EmptyState title="Runs">{project.name}</EmptyState>
}
