import { join } from 'node:path'
import { app, BrowserWindow, nativeTheme, screen } from 'electron'
import { pageAddress } from './protocol.ts'
import { readWindowState, rememberWindowState } from './windowState.ts'

/** Opens the studio's window: sandboxed, isolated from Node, with the preload as its only door. */
export async function openWindow(preload: string): Promise<BrowserWindow> {
  const stateFile = join(app.getPath('userData'), 'window.json')
  const { maximized, ...bounds } = readWindowState(
    stateFile,
    screen.getAllDisplays().map((display) => display.workArea),
  )
  const window = new BrowserWindow({
    ...bounds,
    minWidth: 900,
    minHeight: 600,
    show: false,
    autoHideMenuBar: true,
    title: 'Descent',
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#14181f' : '#f6f7f9',
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: false,
    },
  })
  rememberWindowState(window, stateFile)
  window.once('ready-to-show', () => {
    if (maximized) window.maximize()
    window.show()
  })
  await window.loadURL(pageAddress)
  return window
}

/** Another start of the program shows the window that is there, hidden or not. */
export function showWindow(window: BrowserWindow): void {
  if (!window.isVisible()) window.show()
  if (window.isMinimized()) window.restore()
  window.focus()
}
