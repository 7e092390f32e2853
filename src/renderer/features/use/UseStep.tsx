import type { StepProps } from '../../app/steps.ts'
import { EmptyState } from '../../components/EmptyState.tsx'

export function UseStep({ project }: StepProps) {
  return <EmptyState title="Use">{project.name}</EmptyState>
}
