import { EmptyState } from '../../components/EmptyState.tsx'

export function HomePage() {
  return <EmptyState title="HomePage">…</EmptyState>
}
