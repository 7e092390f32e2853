import type { EntryPoints } from './application.ts'

/** The bundled entry points, seen from a composition root in out/main (its `import.meta.url`). */
export function bundledEntries(compositionRoot: string): EntryPoints {
  const at = (path: string) => new URL(path, compositionRoot)
  return {
    storageWorker: at('./storageWorker.js'),
    computeWorker: at('./computeWorker.js'),
    trainingWorker: at('./trainingWorker.js'),
    readerProcess: at('./readerProcess.js'),
    addon: at('../native/descent.node'),
    resources: at('../../resources/'),
  }
}
