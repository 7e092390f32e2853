import { EventEmitter } from 'node:events'

/** `process.parentPort` of a utility process, over the channel of a forked one. */
const parentPort = Object.assign(new EventEmitter(), {
  postMessage: (message: unknown) => process.send?.(message),
  start: () => {},
})
process.on('message', (data) => parentPort.emit('message', { data }))
Object.defineProperty(process, 'parentPort', { value: parentPort })
