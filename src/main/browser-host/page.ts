import { createReadStream } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import type { ServerResponse } from 'node:http'
import { pipeline } from 'node:stream/promises'
import { newNonce, pageHeaders, resolvePageFile, withNonce } from '../page/page.ts'
import { refusal } from '../http/failures.ts'

/** GET of the page and its bundled files. They hold no data of a person, so they need no token. */
export async function sendPage(folder: string, path: string, host: string, response: ServerResponse): Promise<void> {
  const file = resolvePageFile(folder, path)
  if (file === null) throw refusal(404, 'There is no such page.')
  if (file.isDocument) {
    const nonce = newNonce()
    const html = withNonce(await readFile(file.path, 'utf8'), nonce)
    response.writeHead(200, { ...pageHeaders(nonce, [`ws://${host}`]), 'content-length': Buffer.byteLength(html) })
    response.end(html)
    return
  }
  const info = await stat(file.path).catch(() => null)
  if (info === null || !info.isFile()) throw refusal(404, 'There is no such file.')
  response.writeHead(200, {
    'content-type': file.contentType,
    'content-length': info.size,
    // Bundled names carry a hash of their content.
    'cache-control': path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
  })
  await pipeline(createReadStream(file.path), response)
}
