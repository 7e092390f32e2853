import { fork, type ForkOptions } from 'node:child_process'
import { EventEmitter } from 'node:events'
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { type Browser, type CDPSession, chromium, type Page } from '@playwright/test'
import { chromiumFlags, chromiumPath } from '../../support/chromium.ts'
import { isolatedWorldScript, mainWorldScript } from './pageScripts.ts'
import { decode, encode } from './wire.ts'

/**
 * A stand-in for the module `electron`, as far as Descent's main process uses it: a window is a page of a real
 * Chromium, the preload runs in an isolated world of it, messages pass through the limits of Electron's cloning.
 * It shows that the built main process and preload fit together; it says nothing of Electron itself.
 */
const folder = process.env['STAND_IN_FOLDER'] ?? ''
const droppedPaths = JSON.parse(process.env['STAND_IN_PATHS'] ?? '{}') as Record<string, string>
/** A page of https://studio.test/ is one of app://studio/: Chromium alone does not know the scheme. */
const standInOrigin = 'https://studio.test'
const appAddress = (address: string) => address.replace(standInOrigin, 'app://studio')

type Preventable = { defaultPrevented: boolean; preventDefault(): void }
function preventable(): Preventable {
  const event = {
    defaultPrevented: false,
    preventDefault: () => {
      event.defaultPrevented = true
    },
  }
  return event
}

let browser: Browser | null = null
const windows: BrowserWindow[] = []

class App extends EventEmitter {
  whenReady = () => Promise.resolve()
  requestSingleInstanceLock = () => process.env['STAND_IN_SECOND'] !== '1'
  getPath(name: string): string {
    const path = join(folder, name)
    mkdirSync(path, { recursive: true })
    return path
  }
  quit(): void {
    const event = preventable()
    this.emit('before-quit', event)
    if (!event.defaultPrevented) this.exit(0)
  }
  exit(code: number): void {
    void (async () => {
      await browser?.close()
      process.exit(code)
    })()
  }
}
export const app = new App()

interface Frame {
  url: string
  parent: unknown
  postMessage(channel: string, value: unknown, ports: MessagePortMain[]): void
}
interface IpcEvent {
  sender: WebContents | null
  senderFrame: Frame | null
}

class IpcMain extends EventEmitter {
  readonly handlers = new Map<string, (event: IpcEvent, ...args: unknown[]) => unknown>()
  handle(channel: string, handler: (event: IpcEvent, ...args: unknown[]) => unknown): void {
    if (this.handlers.has(channel)) throw new Error(`A second handler for ${channel}`)
    this.handlers.set(channel, handler)
  }
  async invoke(event: IpcEvent, channel: string, args: unknown[]): Promise<unknown> {
    const handler = this.handlers.get(channel)
    if (handler === undefined) throw new Error(`No handler registered for '${channel}'`)
    return handler(event, ...args)
  }
}
export const ipcMain = new IpcMain()

class MessagePortMain extends EventEmitter {
  static count = 0
  readonly id = (MessagePortMain.count += 1)
  other: MessagePortMain | null = null
  deliver: ((value: unknown) => void) | null = null
  start(): void {}
  postMessage(value: unknown): void {
    this.other?.deliver?.(value)
  }
}
export class MessageChannelMain {
  readonly port1 = new MessagePortMain()
  readonly port2 = new MessagePortMain()
  constructor() {
    this.port1.other = this.port2
    this.port2.other = this.port1
  }
}

type PageHandler = (request: Request) => Promise<Response>
const schemes = new Map<string, PageHandler>()
let privileged: { scheme: string }[] = []
export const protocol = {
  registerSchemesAsPrivileged: (list: { scheme: string }[]) => {
    privileged = list
  },
  handle: (scheme: string, handler: PageHandler) => {
    if (!privileged.some((entry) => entry.scheme === scheme)) throw new Error(`${scheme} was not declared`)
    schemes.set(scheme, handler)
  },
}

type BeforeRequest = (details: { url: string }, decide: (answer: { cancel?: boolean }) => void) => void
let beforeRequest: BeforeRequest | null = null
export const session = {
  defaultSession: {
    setPermissionRequestHandler: () => {},
    setPermissionCheckHandler: () => {},
    webRequest: {
      onBeforeRequest: (_filter: unknown, listener: BeforeRequest) => {
        beforeRequest = listener
      },
    },
  },
}

class WebContents extends EventEmitter {
  readonly ports = new Map<number, MessagePortMain>()
  page: Page | null = null
  cdp: CDPSession | null = null
  context = 0
  setWindowOpenHandler(handler: () => { action: string }): void {
    if (handler().action !== 'deny') throw new Error('The stand-in opens no windows')
  }
  get frame(): Frame {
    return {
      url: appAddress(this.page?.url() ?? ''),
      parent: null,
      postMessage: (channel, value, ports) => {
        for (const port of ports) {
          this.ports.set(port.id, port)
          port.deliver = (data) => this.toPage({ type: 'port', id: port.id, value: data })
        }
        this.toPage({ type: 'message', channel, value, ports: ports.map(({ id }) => id) })
      },
    }
  }
  toPage(message: unknown): void {
    const expression = `standInReceive(${JSON.stringify(encode(message))})`
    void this.cdp?.send('Runtime.evaluate', { expression, contextId: this.context }).catch(() => {})
  }
  async fromPage(text: string): Promise<void> {
    const message = decode(text) as { type: string; id: number; channel: string; args: unknown[]; value: unknown }
    const event: IpcEvent = { sender: this, senderFrame: this.frame }
    if (message.type === 'port') this.ports.get(message.id)?.other?.emit('message', { data: message.value })
    else if (message.type === 'send') ipcMain.emit(message.channel, event, ...message.args)
    else {
      try {
        const value = await ipcMain.invoke(event, message.channel, message.args)
        this.toPage({ type: 'answer', id: message.id, value })
      } catch (error) {
        this.toPage({ type: 'answer', id: message.id, error: (error as Error).message })
      }
    }
  }
}

interface WindowOptions {
  width: number
  height: number
  webPreferences: { preload: string; sandbox: boolean; contextIsolation: boolean; nodeIntegration: boolean }
}

export class BrowserWindow extends EventEmitter {
  readonly webContents = new WebContents()
  readonly options: WindowOptions
  constructor(options: WindowOptions) {
    super()
    this.options = options
    windows.push(this)
    app.emit('web-contents-created', {}, this.webContents)
  }
  static fromWebContents(contents: WebContents): BrowserWindow | null {
    return windows.find((window) => window.webContents === contents) ?? null
  }
  #visible = false
  show(): void {
    this.#visible = true
    process.send?.({ event: 'shown' })
    this.emit('show')
  }
  hide(): void {
    this.#visible = false
    process.send?.({ event: 'hidden' })
    this.emit('hide')
  }
  isVisible = () => this.#visible
  maximize(): void {}
  focus(): void {}
  restore(): void {}
  isMinimized = () => false
  isMaximized = () => false
  getNormalBounds = () => ({ x: 10, y: 20, width: this.options.width, height: this.options.height })
  close(): void {
    const event = preventable()
    this.emit('close', event)
    if (event.defaultPrevented) return
    this.#visible = false
    this.emit('closed')
    windows.splice(windows.indexOf(this), 1)
    if (windows.length === 0) app.emit('window-all-closed')
  }
  async loadURL(address: string): Promise<void> {
    const { width, height, webPreferences } = this.options
    browser = await chromium.launch({
      executablePath: chromiumPath(),
      args: chromiumFlags,
    })
    const page = await browser.newPage({ viewport: { width, height } })
    const cdp = await page.context().newCDPSession(page)
    Object.assign(this.webContents, { page, cdp })
    cdp.on('Runtime.executionContextCreated', ({ context }) => {
      if (context.name === 'preload') this.webContents.context = context.id
    })
    cdp.on('Runtime.bindingCalled', ({ payload }) => void this.webContents.fromPage(payload))
    await cdp.send('Runtime.enable')
    await cdp.send('Runtime.addBinding', { name: 'standInSend', executionContextName: 'preload' })
    await cdp.send('Page.enable')
    await cdp.send('Page.addScriptToEvaluateOnNewDocument', { source: mainWorldScript })
    const source = isolatedWorldScript(readFileSync(webPreferences.preload, 'utf8'), droppedPaths)
    await cdp.send('Page.addScriptToEvaluateOnNewDocument', { source, worldName: 'preload' })
    await page.route('**/*', async (route) => {
      const request = route.request()
      const url = appAddress(request.url())
      if (request.isNavigationRequest() && page.url() !== 'about:blank') {
        const event = preventable()
        this.webContents.emit('will-navigate', event, url)
        // An empty answer leaves the page where it is, as a prevented navigation does; an abort would not.
        if (event.defaultPrevented) return route.fulfill({ status: 204 })
      }
      const handler = schemes.get(new URL(url).protocol.slice(0, -1))
      if (handler === undefined) {
        let isCancelled = false
        beforeRequest?.({ url }, ({ cancel }) => {
          isCancelled = cancel === true
        })
        process.send?.({ event: 'outside', url, isCancelled })
        return route.abort()
      }
      const response = await handler(new Request(url, { method: request.method() }))
      const body = Buffer.from(await response.arrayBuffer())
      return route.fulfill({ status: response.status, headers: Object.fromEntries(response.headers), body })
    })
    await page.goto(address.replace('app://studio', standInOrigin))
    this.emit('ready-to-show')
  }
}

const dialogAnswers: { open: string | null; save: string | null } = { open: null, save: null }
/** The button that a person presses in the next message box. */
let pressed: string | null = null
export const dialog = {
  showOpenDialog: () =>
    Promise.resolve({
      canceled: dialogAnswers.open === null,
      filePaths: dialogAnswers.open === null ? [] : [dialogAnswers.open],
    }),
  showSaveDialog: () => Promise.resolve({ canceled: dialogAnswers.save === null, filePath: dialogAnswers.save ?? '' }),
  showMessageBox: (_window: BrowserWindow, { message, buttons }: { message: string; buttons: string[] }) => {
    process.send?.({ event: 'messageBox', message, buttons })
    return Promise.resolve({ response: buttons.indexOf(pressed ?? '') })
  },
  showErrorBox: (title: string, content: string) => process.send?.({ event: 'errorBox', title, content }),
}

let blockers = 0
export const powerSaveBlocker = {
  start: (kind: string) => {
    blockers += 1
    process.send?.({ event: 'awake', kind })
    return blockers
  },
  stop: (id: number) => process.send?.({ event: 'maySleep', id }),
}

interface MenuItem {
  label?: string
  click?: () => void
}
export const Menu = { buildFromTemplate: (template: MenuItem[]) => template, setApplicationMenu: () => {} }
export const nativeTheme = Object.assign(new EventEmitter(), { shouldUseDarkColors: false })

interface Image {
  path: string
  setTemplateImage(is: boolean): void
}
export const nativeImage = {
  createFromPath: (path: string): Image => ({
    path: existsSync(path) ? path : '',
    setTemplateImage: () => {},
  }),
}

const trays: Tray[] = []
export class Tray extends EventEmitter {
  menu: MenuItem[] = []
  constructor(image: Image) {
    super()
    if (process.env['STAND_IN_NO_TRAY'] === '1') throw new Error('This system has no tray')
    trays.push(this)
    this.setImage(image)
  }
  setImage({ path }: Image): void {
    process.send?.({ event: 'tray', icon: basename(path) })
  }
  setToolTip(text: string): void {
    process.send?.({ event: 'toolTip', text })
  }
  setContextMenu(menu: MenuItem[]): void {
    this.menu = menu
  }
  isDestroyed = () => !trays.includes(this)
  destroy(): void {
    trays.splice(trays.indexOf(this), 1)
    process.send?.({ event: 'trayGone' })
  }
}
export const screen = { getAllDisplays: () => [{ workArea: { x: 0, y: 0, width: 1920, height: 1080 } }] }

export const utilityProcess = {
  fork(path: string, args: string[], { execArgv = [] }: { execArgv?: string[] }) {
    const parentPort = new URL('./parentPort.ts', import.meta.url).href
    const options: ForkOptions = {
      execArgv: ['--import', parentPort, ...execArgv],
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    }
    const child = fork(path, args, options)
    return Object.assign(new EventEmitter(), {
      postMessage: (message: never) => child.send(message),
      kill: () => child.kill('SIGKILL'),
      on(event: string, listener: (value: never) => void) {
        child.on(event, listener as (value: unknown) => void)
      },
    })
  },
}

type Command =
  | { command: 'evaluate'; expression: string }
  | { command: 'dialog'; open: string | null; save: string | null }
  | { command: 'invokeAs'; frame: { url: string; parent: boolean } | null; channel: string; args: unknown[] }
  | { command: 'askForEventsAs'; frame: { url: string; parent: boolean } | null; channel: string }
  | { command: 'channels' }
  | { command: 'options' }
  | { command: 'closeWindow' }
  | { command: 'press'; button: string }
  | { command: 'startAgain' }
  | { command: 'darken' }
  | { command: 'clickTray' }
  | { command: 'chooseInTray'; label: string }

type PostMessage = (channel: string, message: unknown, ports: unknown[]) => void

function frameOf(frame: { url: string; parent: boolean } | null, postMessage: PostMessage) {
  return frame && { url: frame.url, parent: frame.parent ? {} : null, postMessage }
}

async function obey(command: Command): Promise<unknown> {
  const [window] = windows
  switch (command.command) {
    case 'evaluate':
      return window?.webContents.page?.evaluate(command.expression)
    case 'dialog':
      return Object.assign(dialogAnswers, { open: command.open, save: command.save })
    case 'invokeAs': {
      const senderFrame = frameOf(command.frame, () => {})
      return ipcMain.invoke({ sender: window?.webContents ?? null, senderFrame }, command.channel, command.args)
    }
    case 'askForEventsAs': {
      let ports = 0
      const senderFrame = frameOf(command.frame, (_channel, _message, given) => (ports += given.length))
      ipcMain.emit(command.channel, { sender: window?.webContents ?? null, senderFrame })
      return ports
    }
    case 'channels':
      return [...ipcMain.handlers.keys()]
    case 'options':
      return window?.options.webPreferences
    case 'closeWindow':
      return window?.close()
    case 'press':
      pressed = command.button
      return undefined
    case 'startAgain':
      return void app.emit('second-instance')
    case 'darken':
      nativeTheme.shouldUseDarkColors = true
      return void nativeTheme.emit('updated')
    case 'clickTray':
      return trays[0]?.emit('click')
    case 'chooseInTray':
      trays[0]?.menu.find(({ label }) => label === command.label)?.click?.()
  }
}

process.on('message', (message: Command & { id: number }) => {
  obey(message).then(
    (value) => process.send?.({ id: message.id, value }),
    (error: unknown) => process.send?.({ id: message.id, error: (error as Error).message }),
  )
})
