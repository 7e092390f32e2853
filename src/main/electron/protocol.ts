import { readFile } from 'node:fs/promises'
import { protocol } from 'electron'
import { commonHeaders, newNonce, pageHeaders, resolvePageFile, withNonce } from '../page/page.ts'

/** The page's address. A scheme of our own instead of file://, so that the page has an origin and a policy. */
export const pageScheme = 'app'
export const pageHost = 'studio'
export const pageAddress = `${pageScheme}://${pageHost}/`

/** Must be called before the application is ready. */
export function declareScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: pageScheme, privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ])
}

const notFound = () => new Response('Not found', { status: 404, headers: commonHeaders })

/** Serves the bundled page, and nothing else, under app://studio/. */
export function servePage(folder: string): void {
  protocol.handle(pageScheme, async (request) => {
    const url = new URL(request.url)
    const file = url.host === pageHost && request.method === 'GET' ? resolvePageFile(folder, url.pathname) : null
    if (file === null) return notFound()
    const content = await readFile(file.path).catch(() => null)
    if (content === null) return notFound()
    if (!file.isDocument) {
      return new Response(new Uint8Array(content), { headers: { 'content-type': file.contentType, ...commonHeaders } })
    }
    const nonce = newNonce()
    return new Response(withNonce(content.toString('utf8'), nonce), { headers: pageHeaders(nonce) })
  })
}
