import type { Failure } from '../../shared/errors.ts'
import type { OperationInput, OperationName, OperationOutput } from './operations.ts'

/** How a project file is opened. */
export interface OpenOptions {
  /** Set: the file must not exist yet and is made with this name inside. */
  create?: { name: string; created: string }
  readOnly: boolean
  /** What the person calls the file, where it is not the name at the end of the path. */
  fileName?: string
}

type Call = {
  [N in OperationName]: {
    kind: 'call'
    seq: number
    project: string
    operation: N
    input: OperationInput<N>
  }
}[OperationName]

/** What the main thread asks the storage thread. Every request is answered by exactly one reply with its number. */
export type StorageRequest =
  | { kind: 'open'; seq: number; project: string; path: string; options: OpenOptions }
  | { kind: 'close'; seq: number; project: string }
  | { kind: 'end'; seq: number }
  | Call

export type StorageReply =
  | { seq: number; ok: true; value: OperationOutput<OperationName> | undefined }
  | { seq: number; ok: false; failure: Failure }
