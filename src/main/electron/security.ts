import { app, type IpcMainEvent, type IpcMainInvokeEvent, type Session } from 'electron'
import { DescentError } from '../../shared/errors.ts'
import { pageHost, pageScheme } from './protocol.ts'

/** Compared part by part: the origin of a scheme that Node's URL does not know is 'null'. */
export function isStudioPage(address: string): boolean {
  try {
    const { protocol, host } = new URL(address)
    return protocol === `${pageScheme}:` && host === pageHost
  } catch {
    return false
  }
}

/**
 * Every message must come from the studio's own page in a window's main frame.
 * @throws DescentError `refused`
 */
export function requireStudioSender(event: IpcMainInvokeEvent | IpcMainEvent): void {
  const frame = event.senderFrame
  if (frame !== null && frame.parent === null && isStudioPage(frame.url)) return
  throw new DescentError('refused', 'This message comes from a page that is not the studio.')
}

/** What the page may do of what browsers ask permission for: put text and pictures on the clipboard. */
const allowedPermissions = new Set(['clipboard-sanitized-write'])

/** No navigation, no new windows, no embedded pages, no permissions: for every web content there will ever be. */
export function lockContents(): void {
  app.on('web-contents-created', (_created, contents) => {
    contents.on('will-navigate', (event) => event.preventDefault())
    contents.on('will-redirect', (event) => event.preventDefault())
    contents.on('will-attach-webview', (event) => event.preventDefault())
    contents.setWindowOpenHandler(() => ({ action: 'deny' }))
  })
}

/** The session reaches nothing but the bundled page: no network, no permissions. */
export function lockSession(session: Session): void {
  session.setPermissionRequestHandler((_contents, permission, decide) => decide(allowedPermissions.has(permission)))
  session.setPermissionCheckHandler((_contents, permission) => allowedPermissions.has(permission))
  session.webRequest.onBeforeRequest(
    { urls: ['http://*/*', 'https://*/*', 'ws://*/*', 'wss://*/*'] },
    (_request, decide) => decide({ cancel: true }),
  )
}
