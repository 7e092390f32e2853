import { BrowserWindow, ipcMain, type IpcMainInvokeEvent, MessageChannelMain } from 'electron'
import { z } from 'zod'
import { channels } from '../../shared/bridge.ts'
import { callNames } from '../../shared/contract.ts'
import { DescentError, type Result, toFailure } from '../../shared/errors.ts'
import type { Application } from '../application.ts'
import { dispatch } from '../dispatch.ts'
import { createEventFeed } from '../events/feed.ts'
import { acceptContent, pickFile, saveArtifact } from './dialogs.ts'
import { requireStudioSender } from './security.ts'

const extensionsSchema = z.array(z.string().regex(/^[A-Za-z0-9]{1,10}$/)).max(50)
const nameSchema = z.string().min(1).max(255)
const takenSchema = z.object({ taken: z.number().int().min(1) })

function windowOf(event: IpcMainInvokeEvent): BrowserWindow {
  const window = BrowserWindow.fromWebContents(event.sender)
  if (window === null) throw new DescentError('refused', 'This message comes from no window.')
  return window
}

async function resultOf(work: () => Promise<unknown>): Promise<Result<unknown>> {
  try {
    return { ok: true, value: await work() }
  } catch (error) {
    return { ok: false, error: toFailure(error) }
  }
}

/** The page asks for its events and gets one end of a channel; the other end feeds it until the page is gone. */
function serveEvents(application: Application): void {
  ipcMain.on(channels.events, (event) => {
    try {
      requireStudioSender(event)
    } catch (error) {
      // A message has no answer that could reject, and thrown from here the error would be nobody's.
      console.error(toFailure(error).message)
      return
    }
    const { port1, port2 } = new MessageChannelMain()
    const feed = createEventFeed(application.events, (batch) => port1.postMessage(batch))
    port1.on('message', ({ data }) => {
      const taken = takenSchema.safeParse(data)
      if (taken.success) feed.taken(taken.data.taken)
    })
    port1.on('close', () => feed.close())
    port1.start()
    event.senderFrame?.postMessage(channels.events, null, [port2])
  })
}

/**
 * Registers every channel: one per call of the contract, the file dialogs and the events. A foreign sender's
 * invocation rejects, its other messages are refused with a line on standard error.
 */
export function registerChannels(application: Application, scratchFolder: string): void {
  for (const name of callNames) {
    ipcMain.handle(channels.call(name), (event, input: unknown) => {
      requireStudioSender(event)
      return dispatch(application, name, input)
    })
  }
  ipcMain.handle(channels.pickFile, (event, extensions: unknown) => {
    requireStudioSender(event)
    return resultOf(() => pickFile(application, windowOf(event), extensionsSchema.parse(extensions)))
  })
  ipcMain.handle(channels.acceptPath, (event, path: unknown) => {
    requireStudioSender(event)
    return resultOf(async () => {
      const chosen = z.string().min(1).parse(path)
      return application.files.register(chosen, chosen.split(/[\\/]/).at(-1) ?? chosen)
    })
  })
  ipcMain.handle(channels.acceptContent, (event, fileName: unknown, content: unknown) => {
    requireStudioSender(event)
    return resultOf(() =>
      acceptContent(application, scratchFolder, nameSchema.parse(fileName), z.instanceof(Uint8Array).parse(content)),
    )
  })
  ipcMain.handle(channels.saveArtifact, (event, artifact: unknown, fileName: unknown) => {
    requireStudioSender(event)
    return resultOf(() =>
      saveArtifact(application, windowOf(event), nameSchema.parse(artifact), nameSchema.parse(fileName)),
    )
  })
  serveEvents(application)
}
