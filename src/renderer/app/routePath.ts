export const stepNames = ['data', 'prepare', 'train', 'evaluate', 'use', 'runs'] as const
export type StepName = (typeof stepNames)[number]

/** What the window shows. Without a project: Home. It lives in the location's hash, so that back and reload work. */
export interface Route {
  project: string | null
  step: StepName
  dataset: string | null
  run: string | null
  /** The study that is looked at, rather than a run. */
  study: string | null
}

export const homeRoute: Route = { project: null, step: 'data', dataset: null, run: null, study: null }

function isStepName(text: string | undefined): text is StepName {
  return stepNames.some((name) => name === text)
}

/** Reads `#/project/ID/STEP?dataset=…&run=…`; anything else is Home. */
export function parseRoute(hash: string): Route {
  const [path = '', query = ''] = hash.replace(/^#/, '').split('?')
  const [, place, project, step] = path.split('/')
  if (place !== 'project' || !project) return homeRoute
  const parameters = new URLSearchParams(query)
  return {
    project: decodeURIComponent(project),
    step: isStepName(step) ? step : 'data',
    dataset: parameters.get('dataset'),
    run: parameters.get('run'),
    study: parameters.get('study'),
  }
}

/** A route with parts of it changed. Where a run is chosen no study is looked at, and the other way round. */
export function changedRoute(route: Route, change: Partial<Route>): Route {
  const left: Partial<Route> = 'run' in change ? { study: null } : 'study' in change ? { run: null } : {}
  return { ...route, ...left, ...change }
}

export function formatRoute(route: Route): string {
  if (route.project === null) return '#/'
  const parameters = new URLSearchParams()
  if (route.dataset !== null) parameters.set('dataset', route.dataset)
  if (route.run !== null) parameters.set('run', route.run)
  if (route.study !== null) parameters.set('study', route.study)
  const query = parameters.toString()
  return `#/project/${encodeURIComponent(route.project)}/${route.step}${query === '' ? '' : `?${query}`}`
}
