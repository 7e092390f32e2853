import { contextBridge, ipcRenderer, webUtils } from 'electron'
import { type Bridge, channels } from '../shared/bridge.ts'
import { callNames } from '../shared/contract.ts'

let listener: ((batch: unknown) => void) | null = null

ipcRenderer.on(channels.events, (event) => {
  const [port] = event.ports
  if (port === undefined) return
  port.onmessage = (message: MessageEvent<unknown>) => {
    const batch = message.data
    try {
      listener?.(batch)
    } finally {
      // Acknowledged even if the listener failed: the next batch must come.
      if (typeof batch === 'object' && batch !== null && 'seq' in batch) port.postMessage({ taken: batch.seq })
    }
  }
})

const bridge: Bridge<File> = {
  calls: Object.fromEntries(
    callNames.map((name) => [
      name,
      (input: unknown): Promise<unknown> => ipcRenderer.invoke(channels.call(name), input),
    ]),
  ) as Bridge<File>['calls'],
  openEvents(next) {
    listener = next
    ipcRenderer.send(channels.events)
  },
  pickFile: (extensions) => ipcRenderer.invoke(channels.pickFile, extensions),
  async acceptFile(file) {
    // The path never enters the page: it goes from here to the main process.
    const path = webUtils.getPathForFile(file)
    if (path !== '') return ipcRenderer.invoke(channels.acceptPath, path)
    const content = new Uint8Array(await file.arrayBuffer())
    return ipcRenderer.invoke(channels.acceptContent, file.name, content)
  },
  saveArtifact: (artifact, fileName) => ipcRenderer.invoke(channels.saveArtifact, artifact, fileName),
}

contextBridge.exposeInMainWorld('descent', bridge)
