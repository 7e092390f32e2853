import type { Host } from '../../shared/host.ts'
import { createBrowserHost } from './browserHost.ts'
import { createElectronHost, type PreloadBridge } from './electronHost.ts'

declare global {
  interface Window {
    /** Exposed by Electron's preload; absent in a browser. */
    descent?: PreloadBridge
  }
}

/** The host this page runs in. */
export function connectHost(): Host<File> {
  return window.descent === undefined ? createBrowserHost() : createElectronHost(window.descent)
}
