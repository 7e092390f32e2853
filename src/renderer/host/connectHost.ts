import type { Host } from '../../shared/host.ts'

declare global {
  interface Window {
    /** Exposed by Electron's preload. */
    descent?: Host<File>
  }
}

/** The host this page runs in. */
export function connectHost(): Host<File> {
  if (window.descent === undefined) throw new Error('This page must be opened by Descent')
  return window.descent
}
