import type { CallInput, CallName, CallOutput, EventName, EventPayload } from './contract.ts'
import type { Result } from './errors.ts'

/** A file the person chose, registered with the host; only its id ever travels back. */
export interface PickedFile {
  file: string
  fileName: string
  sizeBytes: number
}

/**
 * What a host gives the renderer. Electron's preload exposes it as `window.descent`; the browser host's client
 * builds the same over HTTP and a WebSocket. `FileObject` is the DOM's File, which this folder does not know.
 */
export interface Host<FileObject = unknown> {
  readonly kind: 'electron' | 'browser'
  call<N extends CallName>(name: N, input: CallInput<N>): Promise<Result<CallOutput<N>>>
  /** Returns the function that ends the subscription. */
  subscribe<E extends EventName>(event: E, listener: (payload: EventPayload<E>) => void): () => void
  /** Opens the system's file dialog; null when the person cancels. `extensions` without dots. */
  pickFile(extensions: string[]): Promise<Result<PickedFile | null>>
  /** Registers a file that was dropped on the window, or made from pasted text. */
  acceptFile(file: FileObject, onProgress?: (fraction: number) => void): Promise<Result<PickedFile>>
  /** Lets the person save an artifact where they like; false when they cancel. */
  saveArtifact(artifact: string, fileName: string): Promise<Result<boolean>>
}
