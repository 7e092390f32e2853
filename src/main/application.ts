import type { EventName, EventPayload, Handlers } from '../shared/contract.ts'
import type { SpawnReader } from './datasets/reader/types.ts'

/**
 * Where the threads and processes of the application start. A composition root knows its own place (bundled
 * or, in tests, TypeScript as it is) and hands these in.
 */
export interface EntryPoints {
  storageWorker: URL
  computeWorker: URL
  trainingWorker: URL
  readerProcess: URL
  /** The native addon, a `.node` file. */
  addon: URL
  /** The `resources` folder. */
  resources: URL
}

export interface ApplicationOptions {
  entries: EntryPoints
  host: 'electron' | 'browser' | 'cli'
  version: string
  /** Where projects live by default. */
  projectsFolder: string
  /** Uploads and artifacts of this process; emptied on close. */
  scratchFolder: string
  /** How the reader's process starts; a Node child process where it is left out. */
  spawnReader?: SpawnReader
}

/** A file on disk that the person chose, known to the renderer by id only. */
export interface FileRegistry {
  register(path: string, fileName: string): Promise<{ file: string; fileName: string; sizeBytes: number }>
  resolve(file: string): { path: string; fileName: string }
}

/** Files that Descent made (predictions, exports, packaged projects), waiting to be saved by the person. */
export interface ArtifactRegistry {
  /** A fresh path to write to. */
  create(fileName: string): { artifact: string; path: string; fileName: string }
  resolve(artifact: string): { path: string; fileName: string }
}

export interface EventSource {
  subscribe<E extends EventName>(event: E, listener: (payload: EventPayload<E>) => void): () => void
}

/** The services behind one contract; hosts and the command line are thin fronts on it. */
export interface Application {
  handlers: Handlers
  events: EventSource
  files: FileRegistry
  artifacts: ArtifactRegistry
  /** Opens a project file by its path (Electron's dialog, the command line); creates it if asked. */
  openProjectFile(path: string, options: { create: boolean; readOnly?: boolean }): Promise<{ project: string }>
  /** Leaves runs that wait for their first turn as interrupted: resumed, they wait again. */
  leaveQueue(): Promise<void>
  /** Stops runs at a checkpoint, closes projects into single files, ends threads and processes. */
  close(): Promise<void>
}
