import { fileURLToPath } from 'node:url'
import { Menu, nativeImage, nativeTheme, Tray } from 'electron'
import type { NativeImage } from 'electron'
import type { Application } from '../application.ts'
import { trainings, trainingText } from './trainings.ts'

/** Least time between two texts, in milliseconds. */
const TELL_EVERY = 1000

/** An icon in the system's tray or menu bar. */
export interface TrayIcon {
  remove(): void
}

interface TrayActions {
  show(): void
  stopAndQuit(): void
}

/**
 * An icon for the time in which training goes on without a window: how far it is, the way back, and the way out. Null
 * where the system has no place for one; starting the program again shows the window there as everywhere.
 *
 * @param resources the folder of the program's own files
 */
export function openTray(
  application: Application,
  resources: URL,
  { show, stopAndQuit }: TrayActions,
): TrayIcon | null {
  const icon = () => iconFor(resources, process.platform, nativeTheme.shouldUseDarkColors)
  let tray: Tray
  try {
    tray = new Tray(icon())
  } catch {
    return null
  }
  const { platform } = process
  // On macOS a click opens the menu.
  if (platform !== 'darwin') tray.on('click', show)
  let told: string | null = null
  const tell = async () => {
    const text = trainingText(await trainings(application))
    if (text === told || tray.isDestroyed()) return
    told = text
    tray.setToolTip(`Descent\n${text}`)
    // Not every system shows what stands over an icon; a menu cannot be changed, only replaced.
    const lines = text.split('\n').map((label) => ({ label, enabled: false }))
    const menu = Menu.buildFromTemplate([
      ...lines,
      { type: 'separator' },
      { label: 'Show Descent', click: show },
      { label: 'Stop training and quit', click: stopAndQuit },
    ])
    tray.setContextMenu(menu)
  }
  void tell()
  const timer = setInterval(() => void tell(), TELL_EVERY)
  const redraw = () => tray.setImage(icon())
  nativeTheme.on('updated', redraw)
  return {
    remove() {
      clearInterval(timer)
      nativeTheme.off('updated', redraw)
      tray.destroy()
    },
  }
}

/** macOS colours a template itself; elsewhere the panel is taken to be as dark as the system's windows. */
function iconFor(resources: URL, platform: NodeJS.Platform, isDark: boolean): NativeImage {
  const isTemplate = platform === 'darwin'
  const name = isDark && !isTemplate ? 'trayWhite.png' : 'trayTemplate.png'
  const image = nativeImage.createFromPath(fileURLToPath(new URL(`tray/${name}`, resources)))
  if (isTemplate) image.setTemplateImage(true)
  return image
}
