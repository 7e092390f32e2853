import { useSyncExternalStore } from 'react'

export const stepNames = ['data', 'prepare', 'train', 'evaluate', 'use', 'runs'] as const
export type StepName = (typeof stepNames)[number]

/** What the window shows. Without a project: Home. It lives in the location's hash, so that back and reload work. */
export interface Route {
  project: string | null
  step: StepName
  dataset: string | null
  run: string | null
}

export const homeRoute: Route = { project: null, step: 'data', dataset: null, run: null }

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
  }
}

export function formatRoute(route: Route): string {
  if (route.project === null) return '#/'
  const parameters = new URLSearchParams()
  if (route.dataset !== null) parameters.set('dataset', route.dataset)
  if (route.run !== null) parameters.set('run', route.run)
  const query = parameters.toString()
  return `#/project/${encodeURIComponent(route.project)}/${route.step}${query === '' ? '' : `?${query}`}`
}

let current = parseRoute(location.hash)
let currentHash = location.hash

function readRoute(): Route {
  if (location.hash !== currentHash) {
    currentHash = location.hash
    current = parseRoute(currentHash)
  }
  return current
}

function subscribe(listener: () => void): () => void {
  addEventListener('hashchange', listener)
  return () => removeEventListener('hashchange', listener)
}

export function useRoute(): Route {
  return useSyncExternalStore(subscribe, readRoute)
}

/** Goes on to a part of the studio; what is left out stays as it is. */
export function navigate(change: Partial<Route>): void {
  location.hash = formatRoute({ ...readRoute(), ...change })
}

/** Leaves for another project: nothing of the one before stays selected. */
export function openRoute(project: string, rest: Partial<Omit<Route, 'project'>> = {}): void {
  location.hash = formatRoute({ ...homeRoute, ...rest, project })
}

export function goHome(): void {
  location.hash = '#/'
}
