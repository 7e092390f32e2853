import { fileURLToPath } from 'node:url'
import { utilityProcess } from 'electron'
import type { FromReader, SpawnReader } from '../datasets/reader/types.ts'

/** The reader in a process of Electron's own kind: Electron's program cannot be forked as a plain Node. */
export const spawnUtilityReader: SpawnReader = (entry, { heapMegabytes }) => {
  const child = utilityProcess.fork(fileURLToPath(entry), [], {
    serviceName: 'Descent reader',
    execArgv: [`--max-old-space-size=${heapMegabytes}`],
    stdio: 'ignore',
  })
  return {
    send: (message) => child.postMessage(message),
    onMessage: (listener) => {
      child.on('message', (message: FromReader) => listener(message))
    },
    onExit: (listener) => {
      child.on('exit', (code) => listener({ code, signal: null }))
    },
    // The studio ends whatever its processes do.
    detach: () => {},
    kill: () => {
      child.kill()
    },
  }
}
