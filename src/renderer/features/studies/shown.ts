import type { Run } from '../../../shared/runs.ts'
import type { Route } from '../../app/routePath.ts'

/**
 * The study that Train shows: the route's, or that of the newest run where no run was chosen; null where a run or the
 * form is shown.
 */
export function shownStudy(route: Route, newest: Run | null): string | null {
  return route.study ?? (route.run === null ? (newest?.study?.id ?? null) : null)
}
