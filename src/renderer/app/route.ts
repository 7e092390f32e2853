import { useSyncExternalStore } from 'react'
import { changedRoute, formatRoute, homeRoute, parseRoute, type Route } from './routePath.ts'

export { formatRoute, homeRoute, parseRoute, type Route, type StepName, stepNames } from './routePath.ts'

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
  location.hash = formatRoute(changedRoute(readRoute(), change))
}

/** Leaves for another project: nothing of the one before stays selected. */
export function openRoute(project: string, rest: Partial<Omit<Route, 'project'>> = {}): void {
  location.hash = formatRoute({ ...homeRoute, ...rest, project })
}

export function goHome(): void {
  location.hash = '#/'
}
