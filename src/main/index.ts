import { fileURLToPath } from 'node:url'
import { app, type BrowserWindow, dialog, session } from 'electron'
import { toFailure } from '../shared/errors.ts'
import type { Application } from './application.ts'
import { createApplication } from './createApplication.ts'
import { registerChannels } from './electron/channels.ts'
import { askBeforeClosing } from './electron/closing.ts'
import { setMenu } from './electron/menu.ts'
import { declareScheme, servePage } from './electron/protocol.ts'
import { spawnUtilityReader } from './electron/readerProcess.ts'
import { lockContents, lockSession } from './electron/security.ts'
import { stopTrainings } from './electron/trainings.ts'
import { openTray, type TrayIcon } from './electron/tray.ts'
import { keepAwake } from './electron/wake.ts'
import { openWindow, showWindow } from './electron/window.ts'
import { bundledEntries } from './entries.ts'
import { defaultProjectsFolder, newScratchFolder } from './places.ts'
import { version } from './version.ts'

/** Electron's composition root. */
const preload = fileURLToPath(new URL('../preload/index.cjs', import.meta.url))
const rendererFolder = fileURLToPath(new URL('../renderer/', import.meta.url))

let application: Application | null = null
let window: BrowserWindow | null = null
let isClosing = false

async function open(): Promise<void> {
  const scratchFolder = newScratchFolder()
  await app.whenReady()
  lockSession(session.defaultSession)
  servePage(rendererFolder)
  setMenu(process.platform)
  const entries = bundledEntries(import.meta.url)
  const created = await createApplication({
    entries,
    host: 'electron',
    version,
    projectsFolder: defaultProjectsFolder(),
    scratchFolder,
    spawnReader: spawnUtilityReader,
  })
  application = created
  registerChannels(created, scratchFolder)
  keepAwake(created)
  window = await openWindow(preload)
  askBeforeClosing(window, created, hidingInto(created, window, entries.resources))
  window.on('closed', () => {
    window = null
  })
}

/** Hides the window, which an icon in the tray shows again. */
function hidingInto(of: Application, hidden: BrowserWindow, resources: URL): () => void {
  let tray: TrayIcon | null = null
  const remove = () => {
    tray?.remove()
    tray = null
  }
  hidden.on('show', remove)
  hidden.on('closed', remove)
  const show = () => showWindow(hidden)
  const stopAndQuit = () => void stopTrainings(of).finally(() => closeThenExit(0))
  return () => {
    hidden.hide()
    tray ??= openTray(of, resources, { show, stopAndQuit })
  }
}

/** Saves what runs before the process ends; quitting a second time does not wait again. */
async function closeThenExit(code: number): Promise<void> {
  if (isClosing) return
  isClosing = true
  try {
    await application?.close()
  } finally {
    app.exit(code)
  }
}

declareScheme()
lockContents()

if (!app.requestSingleInstanceLock()) {
  app.quit()
} else {
  const show = () => {
    if (window !== null) showWindow(window)
  }
  app.on('second-instance', show)
  // macOS: the icon in the dock.
  app.on('activate', show)
  app.on('window-all-closed', () => app.quit())
  app.on('before-quit', (event) => {
    event.preventDefault()
    if (isClosing) return
    // A window that is seen asks about what is under way; one that is hidden has asked already.
    if (window?.isVisible() === true) window.close()
    else void closeThenExit(0)
  })
  open().catch((error: unknown) => {
    const { message, hint } = toFailure(error)
    dialog.showErrorBox('Descent could not start', hint === undefined ? message : `${message}\n\n${hint}`)
    void closeThenExit(1)
  })
}
