import { statSync } from 'node:fs'
import { join } from 'node:path'
import type { Application } from '../../src/main/application.ts'
import { callNames, type EventName, type EventPayload, type Handlers } from '../../src/shared/contract.ts'
import { DescentError } from '../../src/shared/errors.ts'

export interface FakeApplication extends Application {
  emit<E extends EventName>(event: E, payload: EventPayload<E>): void
  /** How many listeners the events have. */
  listeners(): number
  isClosed: boolean
}

/** An application of nothing but the handlers a test gives; the others say that they are not there. */
export function createFakeApplication(folder: string, handlers: Partial<Handlers> = {}): FakeApplication {
  const absent = Object.fromEntries(
    callNames.map((name) => [
      name,
      () => Promise.reject(new DescentError('not-found', `${name} is not in this test.`)),
    ]),
  ) as unknown as Handlers
  const listeners = new Map<EventName, Set<(payload: never) => void>>()
  const files = new Map<string, { path: string; fileName: string }>()
  const artifacts = new Map<string, { path: string; fileName: string }>()
  function known(map: typeof files, id: string) {
    const entry = map.get(id)
    if (entry === undefined) throw new DescentError('not-found', 'There is no such file.')
    return entry
  }
  const fake: FakeApplication = {
    handlers: { ...absent, ...handlers },
    events: {
      subscribe(event, listener) {
        const set = listeners.get(event) ?? new Set()
        listeners.set(event, set)
        set.add(listener)
        return () => set.delete(listener)
      },
    },
    emit(event, payload) {
      for (const listener of listeners.get(event) ?? []) listener(payload as never)
    },
    listeners: () => [...listeners.values()].reduce((sum, set) => sum + set.size, 0),
    files: {
      register(path, fileName) {
        const file = `file${files.size + 1}`
        files.set(file, { path, fileName })
        return Promise.resolve({ file, fileName, sizeBytes: statSync(path).size })
      },
      resolve: (id) => known(files, id),
    },
    artifacts: {
      create(fileName) {
        const artifact = `artifact${artifacts.size + 1}`
        const entry = { path: join(folder, artifact), fileName }
        artifacts.set(artifact, entry)
        return { artifact, ...entry }
      },
      resolve: (id) => known(artifacts, id),
    },
    openProjectFile: () => Promise.resolve({ project: 'p1' }),
    isClosed: false,
    leaveQueue: () => Promise.resolve(),
    close() {
      fake.isClosed = true
      return Promise.resolve()
    },
  }
  return fake
}
