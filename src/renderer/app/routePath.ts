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
  /** Which of the step's views, by name; null: its first. */
  view: string | null
  /** Where to look in the step: a row of the table, from 0, and a column, by name. */
  row: number | null
  column: string | null
}

/** What belongs to one step, and is left behind with it. */
const nowhere = { view: null, row: null, column: null }

export const homeRoute: Route = { project: null, step: 'data', dataset: null, run: null, study: null, ...nowhere }

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
    view: parameters.get('view'),
    row: rowOf(parameters.get('row')),
    column: parameters.get('column'),
  }
}

function rowOf(text: string | null): number | null {
  return text !== null && /^\d{1,15}$/.test(text) ? Number(text) : null
}

/**
 * A route with parts of it changed. Where a run is chosen no study is looked at, and the other way round; a step keeps
 * its view and its place to itself, and a dataset its place.
 */
export function changedRoute(route: Route, change: Partial<Route>): Route {
  const left: Partial<Route> = 'run' in change ? { study: null } : 'study' in change ? { run: null } : {}
  const place = 'step' in change ? nowhere : 'dataset' in change ? { row: null, column: null } : {}
  return { ...route, ...left, ...place, ...change }
}

export function formatRoute(route: Route): string {
  if (route.project === null) return '#/'
  const parameters = new URLSearchParams()
  if (route.dataset !== null) parameters.set('dataset', route.dataset)
  if (route.run !== null) parameters.set('run', route.run)
  if (route.study !== null) parameters.set('study', route.study)
  if (route.view !== null) parameters.set('view', route.view)
  if (route.row !== null) parameters.set('row', String(route.row))
  if (route.column !== null) parameters.set('column', route.column)
  const query = parameters.toString()
  return `#/project/${encodeURIComponent(route.project)}/${route.step}${query === '' ? '' : `?${query}`}`
}
