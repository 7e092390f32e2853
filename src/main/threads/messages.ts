import type { Transferable } from 'node:worker_threads'
import type { Failure } from '../../shared/errors.ts'

/** What a thread can be asked: operation → what it takes and gives. */
export type Operations = Record<string, { input: unknown; output: unknown }>

/** A question; its reply carries the same sequence number. */
export type RequestMessage<O extends Operations> = {
  [K in keyof O & string]: { sequence: number; operation: K; input: O[K]['input'] }
}[keyof O & string]

/** What a thread says: replies to questions, and notices of its own accord. */
export type ThreadMessage<O extends Operations, Notice> =
  | { type: 'reply'; sequence: number; ok: true; value: O[keyof O]['output'] }
  | { type: 'reply'; sequence: number; ok: false; failure: Failure }
  | { type: 'notice'; notice: Notice }

/** A value whose buffers move to the other thread instead of being copied. */
export class Transferred<T> {
  readonly value: T
  readonly transfer: Transferable[]

  constructor(value: T, transfer: Transferable[]) {
    this.value = value
    this.transfer = transfer
  }
}
