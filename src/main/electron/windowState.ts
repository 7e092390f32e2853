import { readFileSync, writeFileSync } from 'node:fs'
import type { BrowserWindow, Rectangle } from 'electron'
import { z } from 'zod'

const windowStateSchema = z.object({
  x: z.number().int().optional(),
  y: z.number().int().optional(),
  width: z.number().int().min(600),
  height: z.number().int().min(400),
  maximized: z.boolean(),
})
export type WindowState = z.infer<typeof windowStateSchema>

const firstState: WindowState = { width: 1280, height: 800, maximized: false }

function isVisible({ x, y, width }: WindowState, displays: Rectangle[]): boolean {
  if (x === undefined || y === undefined) return true
  // Enough of the title bar to take hold of.
  return displays.some(
    (area) => x + width > area.x + 100 && x < area.x + area.width - 100 && y >= area.y && y < area.y + area.height - 50,
  )
}

/** Where the window was, unless that is on no display any more. */
export function readWindowState(path: string, displays: Rectangle[]): WindowState {
  try {
    const state = windowStateSchema.parse(JSON.parse(readFileSync(path, 'utf8')))
    return isVisible(state, displays) ? state : { ...state, x: undefined, y: undefined }
  } catch {
    return firstState
  }
}

/** Remembers place and size when the window closes. */
export function rememberWindowState(window: BrowserWindow, path: string): void {
  window.on('close', () => {
    const state: WindowState = { ...window.getNormalBounds(), maximized: window.isMaximized() }
    try {
      writeFileSync(path, JSON.stringify(state))
    } catch {
      // A place that cannot be remembered is not worth a message to a person who is leaving.
    }
  })
}
