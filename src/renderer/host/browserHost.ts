import { z } from 'zod'
import type { CallInput, CallName, CallOutput } from '../../shared/contract.ts'
import type { Failure, Result } from '../../shared/errors.ts'
import type { Host } from '../../shared/host.ts'
import { setConnection } from './connection.ts'
import { followEvents } from './eventsClient.ts'
import { pickBrowserFile } from './filePicker.ts'
import { Listeners } from './listeners.ts'
import { failed, parseCallResult, parseResult } from './parse.ts'
import { takeToken } from './token.ts'
import { upload } from './upload.ts'

const lost: Failure = {
  kind: 'internal',
  message: 'The connection to Descent was lost.',
  hint: 'Check that it still runs where it was started; the studio connects again by itself.',
}

/** The host over HTTP and a WebSocket on this machine. */
export function createBrowserHost(): Host<File> {
  const token = takeToken() ?? ''
  const listeners = new Listeners()
  const openProjects = new Set<string>()

  async function post(path: string, body: unknown): Promise<unknown> {
    try {
      const response = await fetch(path, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      })
      return await response.json()
    } catch {
      return failed(lost)
    }
  }

  if (token === '') setConnection('refused')
  else {
    followEvents(token, listeners, () => {
      for (const project of openProjects) listeners.emit('projectChanged', { project })
    })
  }

  return {
    kind: 'browser',
    async call<N extends CallName>(name: N, input: CallInput<N>): Promise<Result<CallOutput<N>>> {
      if ('project' in input && typeof input.project === 'string') openProjects.add(input.project)
      return parseCallResult(name, await post(`/call/${name}`, input))
    },
    subscribe: (event, listener) => listeners.subscribe(event, listener),
    async pickFile(extensions) {
      const file = await pickBrowserFile(extensions)
      return file === null ? { ok: true, value: null } : upload(token, file)
    },
    acceptFile: (file, onProgress) => upload(token, file, onProgress),
    async saveArtifact(artifact, fileName) {
      const place = `/artifacts/${encodeURIComponent(artifact)}`
      const ticket = parseResult(await post(place, {}), z.string())
      if (!ticket.ok) return ticket
      const link = document.createElement('a')
      link.href = `${place}?${new URLSearchParams({ ticket: ticket.value }).toString()}`
      link.download = fileName
      link.click()
      return { ok: true, value: true }
    },
  }
}
