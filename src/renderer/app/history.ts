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
  done: Recorded[]
  undone: Recorded[]
}

const LIMIT = 200
/** Changes of one subject that follow within so many milliseconds are one. */
const TYPING = 1500
const history = createStore<History>({ done: [], undone: [] })
let queue: Promise<unknown> = Promise.resolve()

/** Remembers a change that has just been made. `now`: milliseconds of a clock that only runs forward. */
export function recordChange(change: Change, now: number = performance.now()): void {
  history.set(({ done }) => {
    const last = done.at(-1)
    const follows = change.subject !== undefined && last?.subject === change.subject && now - last.at < TYPING
    if (last === undefined || !follows) return { done: [...done, { ...change, at: now }].slice(-LIMIT), undone: [] }
    return { done: [...done.slice(0, -1), { ...change, undo: last.undo, at: now }], undone: [] }
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
    const change = history.get().done.at(-1)
    if (change === undefined) return null
    await change.undo()
    history.set(({ done, undone }) => ({
      done: done.filter((entry) => entry !== change),
      undone: [...undone, change],
    }))
    return change
  })
}

export function redoChange(): Promise<Change | null> {
  return inOrder(async () => {
    const change = history.get().undone.at(-1)
    if (change === undefined) return null
    await change.redo()
    history.set(({ done, undone }) => ({
      done: [...done, change],
      undone: undone.filter((entry) => entry !== change),
    }))
    return change
  })
}

/** Another project is shown: only its own changes can be taken back there. */
export function keepChangesOf(project: string | null): void {
  const stays = (change: Change) => change.project === null || change.project === project
  history.set(({ done, undone }) => ({ done: done.filter(stays), undone: undone.filter(stays) }))
}

export function useHistory(): { undo: Change | null; redo: Change | null } {
  const { done, undone } = useStore(history)
  return { undo: done.at(-1) ?? null, redo: undone.at(-1) ?? null }
}
