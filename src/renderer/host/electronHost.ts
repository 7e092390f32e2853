import { z } from 'zod'
import type { Bridge } from '../../shared/bridge.ts'
import type { Host } from '../../shared/host.ts'
import { Listeners } from './listeners.ts'
import { failed, parseCallResult, parseResult, pickedFileSchema } from './parse.ts'

export type PreloadBridge = Bridge<File>

/** A rejected invocation means a refused sender or a main process that is closing. */
async function answerOf(invocation: Promise<unknown>): Promise<unknown> {
  try {
    return await invocation
  } catch {
    return failed({
      kind: 'internal',
      message: 'Descent could not answer.',
      hint: 'Close the window and open it again.',
    })
  }
}

/** The host behind Electron's preload. */
export function createElectronHost(bridge: PreloadBridge): Host<File> {
  const listeners = new Listeners()
  bridge.openEvents((batch) => void listeners.take(batch))
  return {
    kind: 'electron',
    call: async (name, input) => parseCallResult(name, await answerOf(bridge.calls[name](input))),
    subscribe: (event, listener) => listeners.subscribe(event, listener),
    pickFile: async (extensions) =>
      parseResult(await answerOf(bridge.pickFile(extensions)), pickedFileSchema.nullable()),
    acceptFile: async (file, onProgress) => {
      const result = parseResult(await answerOf(bridge.acceptFile(file)), pickedFileSchema)
      onProgress?.(1)
      return result
    },
    saveArtifact: async (artifact, fileName) =>
      parseResult(await answerOf(bridge.saveArtifact(artifact, fileName)), z.boolean()),
  }
}
