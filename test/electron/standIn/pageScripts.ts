import { decode, encode } from './wire.ts'

/** The main world's half of contextBridge: builds `window.NAME` from the shape the preload exposes. */
function mainWorld(): void {
  const pending = new Map<number, { resolve(value: unknown): void; reject(error: unknown): void }>()
  const callbacks: ((...args: unknown[]) => void)[] = []
  let calls = 0
  const say = (name: string, detail: unknown) => document.dispatchEvent(new CustomEvent(name, { detail }))
  const hear = (name: string, listener: (detail: never) => void) =>
    document.addEventListener(name, (event) => listener((event as CustomEvent).detail as never))

  function build(shape: unknown, path: string[]): unknown {
    if (shape === 'function') {
      return (...args: unknown[]) =>
        new Promise((resolve, reject) => {
          calls += 1
          pending.set(calls, { resolve, reject })
          const sent = args.map((arg) =>
            typeof arg === 'function' ? { $callback: callbacks.push(arg as never) - 1 } : arg,
          )
          say('bridge:call', { id: calls, path, args: sent })
        })
    }
    const { members, value } = shape as { members?: Record<string, unknown>; value?: unknown }
    if (members === undefined) return value
    return Object.freeze(
      Object.fromEntries(Object.entries(members).map(([key, member]) => [key, build(member, [...path, key])])),
    )
  }

  hear('bridge:expose', ({ name, shape }: { name: string; shape: unknown }) => {
    Object.defineProperty(window, name, { value: build(shape, []), writable: false })
  })
  hear('bridge:result', ({ id, value, error }: { id: number; value: unknown; error?: string }) => {
    const call = pending.get(id)
    pending.delete(id)
    if (error === undefined) call?.resolve(value)
    else call?.reject(new Error(error))
  })
  hear('bridge:callback', ({ index, args }: { index: number; args: unknown[] }) => callbacks[index]?.(...args))
}

/** The preload's world: `electron` as a sandboxed preload has it, over one binding. */
type Preload = (require: (name: string) => unknown, module: { exports: unknown }, exports: unknown) => void

function isolatedWorld(preload: Preload, paths: Record<string, string>): void {
  type Port = { onmessage: ((event: { data: unknown }) => void) | null; postMessage(data: unknown): void }
  const global = globalThis as unknown as {
    standInSend(text: string): void
    standInReceive(text: string): void
  }
  const pending = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>()
  const listeners = new Map<string, ((event: { ports: Port[] }, ...args: unknown[]) => void)[]>()
  const ports = new Map<number, Port>()
  let invocations = 0
  const say = (name: string, detail: unknown) => document.dispatchEvent(new CustomEvent(name, { detail }))
  const send = (message: unknown) => global.standInSend(encode(message))

  global.standInReceive = (text) => {
    const message = decode(text) as {
      type: string
      id: number
      value: unknown
      error?: string
      channel: string
      ports: number[]
    }
    switch (message.type) {
      case 'answer': {
        const invocation = pending.get(message.id)
        pending.delete(message.id)
        if (message.error === undefined) invocation?.resolve(message.value)
        else invocation?.reject(new Error(message.error))
        return
      }
      case 'port':
        ports.get(message.id)?.onmessage?.({ data: message.value })
        return
      default: {
        const given = message.ports.map((id) => {
          const port: Port = { onmessage: null, postMessage: (data) => send({ type: 'port', id, value: data }) }
          ports.set(id, port)
          return port
        })
        for (const listener of listeners.get(message.channel) ?? []) listener({ ports: given }, message.value)
      }
    }
  }

  function shapeOf(part: unknown): unknown {
    if (typeof part === 'function') return 'function'
    if (typeof part !== 'object' || part === null) return { value: part }
    return { members: Object.fromEntries(Object.entries(part).map(([key, member]) => [key, shapeOf(member)])) }
  }

  function exposeInMainWorld(name: string, api: unknown): void {
    document.addEventListener('bridge:call', (event) => {
      const { id, path, args } = (event as CustomEvent).detail as { id: number; path: string[]; args: unknown[] }
      const target = path.reduce((part, key) => (part as Record<string, unknown>)[key], api) as (
        ...a: unknown[]
      ) => unknown
      const given = args.map((arg) => {
        const index = (arg as { $callback?: number } | null)?.$callback
        return index === undefined ? arg : (...sent: unknown[]) => say('bridge:callback', { index, args: sent })
      })
      Promise.resolve(target(...given)).then(
        (value) => say('bridge:result', { id, value }),
        (error: unknown) => say('bridge:result', { id, error: String((error as Error).message) }),
      )
    })
    say('bridge:expose', { name, shape: shapeOf(api) })
  }

  const electron = {
    contextBridge: { exposeInMainWorld },
    ipcRenderer: {
      invoke: (channel: string, ...args: unknown[]) =>
        new Promise((resolve, reject) => {
          invocations += 1
          pending.set(invocations, { resolve, reject })
          send({ type: 'invoke', id: invocations, channel, args })
        }),
      send: (channel: string, ...args: unknown[]) => send({ type: 'send', channel, args }),
      on: (channel: string, listener: never) =>
        void listeners.set(channel, [...(listeners.get(channel) ?? []), listener]),
    },
    webUtils: { getPathForFile: (file: File) => paths[file.name] ?? '' },
  }
  // A sandboxed preload can require electron and nothing else.
  const require = (name: string) => {
    if (name !== 'electron') throw new Error(`A sandboxed preload cannot require ${name}`)
    return electron
  }
  preload(require, { exports: {} }, {})
}

export const mainWorldScript = `(${mainWorld.toString()})()`

/** @param paths what webUtils says of files by name; the stand-in's browser has no such knowledge */
export function isolatedWorldScript(program: string, paths: Record<string, string>): string {
  const preload = `function (require, module, exports) { ${program}\n}`
  return `(() => { ${encode.toString()}\n${decode.toString()}\n(${isolatedWorld.toString()})(${preload}, ${JSON.stringify(paths)}) })()`
}
