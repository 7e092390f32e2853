import { createStore, useStore } from './store.ts'

/** One change a person made, and how to take it back and do it again. */
export interface Change {
  /** In the imperative: "Ignore the column island". */
  label: string
  /** The project it belongs to; null for changes to Home. */
  project: string | null
  /** What it changes, such as one field: changes of it that follow quickly, as typing does, are taken back as one. */
  subject?: string
  undo: () => Promise<unknown>
  redo: () => Promise<unknown>
}

interface Recorded extends Change {
  /** Milliseconds of a clock that only runs forward. */
  at: number
}

interface History {
  /** The one that is shown; null on Home. */
  project: string | null
  done: Recorded[]
  undone: Recorded[]
}

const LIMIT = 200
/** Changes of one subject that follow within so many milliseconds are one. */
const TYPING = 1500
const history = createStore<History>({ project: null, done: [], undone: [] })
let queue: Promise<unknown> = Promise.resolve()

/** Remembers a change that has just been made. `now`: milliseconds of a clock that only runs forward. */
export function recordChange(change: Change, now: number = performance.now()): void {
  history.set(({ project, done, undone }) => {
    const last = done.at(-1)
    const follows = change.subject !== undefined && last?.subject === change.subject && now - last.at < TYPING
    const others = undone.filter((entry) => entry.project !== change.project)
    if (last === undefined || !follows)
      return { project, done: [...done, { ...change, at: now }].slice(-LIMIT), undone: others }
    return { project, done: [...done.slice(0, -1), { ...change, undo: last.undo, at: now }], undone: others }
  })
}

/** Changes are taken back one after the other, in order, even when the keys are faster than the disk. */
function inOrder<T>(work: () => Promise<T>): Promise<T> {
  const next = queue.then(work, work)
  queue = next.catch(() => undefined)
  return next
}

/** Takes the last change back; says which, or null where there is none. */
export function undoChange(): Promise<Change | null> {
  return inOrder(async () => {
    const change = lastHere(history.get()).done
    if (change === undefined) return null
    await change.undo()
    history.set(({ project, done, undone }) => ({
      project,
      done: done.filter((entry) => entry !== change),
      undone: [...undone, change],
    }))
    return change
  })
}

export function redoChange(): Promise<Change | null> {
  return inOrder(async () => {
    const change = lastHere(history.get()).undone
    if (change === undefined) return null
    await change.redo()
    history.set(({ project, done, undone }) => ({
      project,
      done: [...done, change],
      undone: undone.filter((entry) => entry !== change),
    }))
    return change
  })
}

/** The last changes of what is shown: a change of a project that is out of sight waits until it is shown again. */
function lastHere({ project, done, undone }: History): { done: Recorded | undefined; undone: Recorded | undefined } {
  const isHere = (change: Change) => change.project === null || change.project === project
  return { done: done.findLast(isHere), undone: undone.findLast(isHere) }
}

/** Another project is shown, or Home: only its own changes can be taken back there. */
export function showChangesOf(project: string | null): void {
  history.set(({ done, undone }) => ({ project, done, undone }))
}

export function useHistory(): { undo: Change | null; redo: Change | null } {
  const { done, undone } = lastHere(useStore(history))
  return { undo: done ?? null, redo: undone ?? null }
}
