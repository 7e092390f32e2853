import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { sendJson } from '../http/answers.ts'
import { readJsonText } from '../http/body.ts'
import { answerTo, refusal } from '../http/failures.ts'
import { listenOnLoopback, requireOwnOrigin } from '../http/loopback.ts'
import { answerOf } from './answer.ts'
import { openApi } from './openApi.ts'
import { requestedRows } from './rows.ts'
import type { ServedModel } from './servedModel.ts'

const bodyLimitBytes = 16 * 1024 * 1024

export interface ModelServer {
  /** `http://127.0.0.1:PORT` */
  origin: string
  /** Takes no more requests, and ends once those under way are answered. */
  close(): Promise<void>
}

/**
 * Serves a model's predictions as JSON to programs of this machine. A page of another site cannot ask it: its requests
 * carry an origin that is not the server's own.
 *
 * @param options.port 0: any free one
 * @throws DescentError those of `listenOnLoopback`
 */
export async function startModelServer(
  model: ServedModel,
  options: { port: number; version: string },
): Promise<ModelServer> {
  let origin = ''

  async function answer(request: IncomingMessage): Promise<unknown> {
    requireOwnOrigin(request, { optional: true })
    const path = (request.url ?? '/').split('?')[0]
    const allowed = path === '/predict' ? 'POST' : 'GET'
    const known = ['/', '/predict', '/openapi.json', '/health'].includes(path ?? '')
    if (!known) throw refusal(404, `There is nothing at ${path}.`, 'Look at /openapi.json for what there is.')
    if (request.method !== allowed) throw refusal(405, `${path} answers to ${allowed} alone.`)
    switch (path) {
      case '/predict':
        return answerOf(model, await model.predict(requestedRows(model, await readJsonText(request, bodyLimitBytes))))
      case '/openapi.json':
        return openApi(model, { origin, version: options.version })
      case '/health':
        return { status: 'ok' }
      default:
        return {
          model: model.name,
          task: model.task,
          target: model.target,
          inputs: model.inputs.map(({ name, kind }) => ({ name, kind })),
          predict: `${origin}/predict`,
          description: `${origin}/openapi.json`,
        }
    }
  }

  const server = createServer((request, response) => void respond(request, response))
  async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    response.setHeader('x-content-type-options', 'nosniff')
    try {
      sendJson(response, 200, await answer(request))
    } catch (error) {
      const { status, failure } = answerTo(error)
      // What is left of a body that was refused is not waited for.
      if (!request.complete) response.setHeader('connection', 'close')
      sendJson(response, status, { error: failure })
    }
  }
  origin = `http://127.0.0.1:${await listenOnLoopback(server, options.port)}`
  return {
    origin,
    async close() {
      const closed = new Promise<void>((done) => server.close(() => done()))
      server.closeIdleConnections()
      await closed
    },
  }
}
