import type { StepProps } from '../../app/steps.ts'
import { EmptyState } from '../../components/EmptyState.tsx'

export function TrainStep({ project }: StepProps) {
  return <EmptyState title="Train">{project.name}</EmptyState>
}
