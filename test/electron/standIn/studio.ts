import { type ChildProcess, fork } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { pinnedNode } from '../../support/pinnedNode.ts'

const root = resolve(import.meta.dirname, '..', '..', '..')
const builtMain = join(root, 'out', 'main', 'index.js')

export interface StudioEvent {
  event: string
  [key: string]: unknown
}

/** The built main process under the stand-in, in a process of its own, and what a test can do to it. */
export interface Studio {
  folder: string
  events: StudioEvent[]
  /** Runs in the page; its answer must be plain data. */
  evaluate(expression: string): Promise<unknown>
  do(command: string, details?: Record<string, unknown>): Promise<unknown>
  exitCode: Promise<number | null>
  /** Ends it, however it stands, and removes its folder. */
  dispose(): Promise<void>
}

async function shown(child: ChildProcess, events: StudioEvent[], errors: () => string): Promise<void> {
  await new Promise<void>((done, failed) => {
    child.on('message', () => {
      if (events.some(({ event }) => event === 'shown')) done()
    })
    child.on('exit', (code) => failed(new Error(`The main process ended with ${code} before its window.\n${errors()}`)))
  })
}

/**
 * @param paths what dropped files of these names have as their paths
 * @param hasTray whether the system has a place for an icon
 */
export async function startStudio(paths: Record<string, string> = {}, { hasTray = true } = {}): Promise<Studio> {
  if (!existsSync(builtMain)) throw new Error('There is no built application: run "npm run build" first.')
  const folder = mkdtempSync(join(tmpdir(), 'descent-electron-'))
  const child = fork(builtMain, [], {
    execPath: pinnedNode,
    execArgv: ['--no-warnings', '--import', new URL('./register.ts', import.meta.url).href],
    env: {
      ...process.env,
      STAND_IN_FOLDER: folder,
      STAND_IN_PATHS: JSON.stringify(paths),
      STAND_IN_NO_TRAY: hasTray ? '0' : '1',
      XDG_DATA_HOME: folder,
    },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
  let errors = ''
  child.stderr?.on('data', (text: Buffer) => {
    errors += text.toString('utf8')
  })
  const events: StudioEvent[] = []
  const waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>()
  child.on('message', (message: StudioEvent & { id?: number; value?: unknown; error?: string }) => {
    if (message.id === undefined) {
      events.push(message)
      return
    }
    const question = waiting.get(message.id)
    waiting.delete(message.id)
    if (message.error === undefined) question?.resolve(message.value)
    else question?.reject(new Error(message.error))
  })
  const exitCode = new Promise<number | null>((done) => {
    child.on('exit', (code) => {
      for (const { reject } of waiting.values()) reject(new Error('The main process has ended.'))
      done(code)
    })
  })
  let questions = 0
  const studio: Studio = {
    folder,
    events,
    exitCode,
    do(command, details = {}) {
      questions += 1
      return new Promise((resolveQuestion, reject) => {
        waiting.set(questions, { resolve: resolveQuestion, reject })
        child.send({ id: questions, command, ...details })
      })
    },
    evaluate: (expression) => studio.do('evaluate', { expression }),
    async dispose() {
      child.kill('SIGKILL')
      await exitCode
      rmSync(folder, { recursive: true, force: true })
    },
  }
  await shown(child, events, () => errors)
  return studio
}
