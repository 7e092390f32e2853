import type { CallName } from './contract.ts'

/**
 * What Electron's preload exposes to the page as `window.descent`: one function per channel, nothing else. Answers
 * are `unknown` because the page parses them, as it parses those of the browser host. `FileObject` is the DOM's File.
 */
export interface Bridge<FileObject = unknown> {
  readonly calls: { readonly [N in CallName]: (input: unknown) => Promise<unknown> }
  /** Batches of events from now on; the listener of an earlier call is replaced. */
  openEvents(listener: (batch: unknown) => void): void
  pickFile(extensions: string[]): Promise<unknown>
  acceptFile(file: FileObject): Promise<unknown>
  saveArtifact(artifact: string, fileName: string): Promise<unknown>
}

/** Names of Electron's channels, for both of its sides. */
export const channels = {
  call: (name: CallName) => `call:${name}`,
  /** The page asks for the port of events, and gets it on the same channel. */
  events: 'events',
  pickFile: 'files.pick',
  acceptPath: 'files.acceptPath',
  acceptContent: 'files.acceptContent',
  saveArtifact: 'artifacts.save',
} as const
