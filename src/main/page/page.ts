import { randomBytes } from 'node:crypto'
import { extname, join, normalize, sep } from 'node:path'

const contentTypes: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.json': 'application/json; charset=utf-8',
  '.wasm': 'application/wasm',
}

export interface PageFile {
  path: string
  contentType: string
  /** index.html, which gets a fresh nonce each time. */
  isDocument: boolean
}

/**
 * The bundled file that a URL's path names, or null where it names none: anything that decodes to a place outside the
 * folder, a hidden file, or a kind of file that the page does not have.
 */
export function resolvePageFile(folder: string, urlPath: string): PageFile | null {
  let decoded: string
  try {
    decoded = decodeURIComponent(urlPath)
  } catch {
    return null
  }
  if (decoded.includes('\0') || decoded.includes('\\') || decoded.split('/').some((part) => part.startsWith('.'))) {
    return null
  }
  const relative = decoded === '/' ? 'index.html' : decoded.replace(/^\/+/, '')
  const path = normalize(join(folder, relative))
  const contentType = contentTypes[extname(path)]
  if (contentType === undefined || !path.startsWith(normalize(folder + sep))) return null
  return { path, contentType, isDocument: relative === 'index.html' }
}

export function newNonce(): string {
  return randomBytes(18).toString('base64')
}

/** Hands the nonce to the page, whose libraries put it on the style elements they make. */
export function withNonce(html: string, nonce: string): string {
  return html.replace('<head>', `<head>\n    <meta name="csp-nonce" content="${nonce}" />`)
}

/** @param connect what the page may connect to besides its own origin */
function contentSecurityPolicy(nonce: string, connect: string[] = []): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data: blob:",
    "font-src 'self'",
    ["connect-src 'self'", ...connect].join(' '),
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ')
}

/** The same protection in both hosts: bundled scripts only, no framing, no sniffing, no referrer. */
export function pageHeaders(nonce: string, connect: string[] = []): Record<string, string> {
  return {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': contentSecurityPolicy(nonce, connect),
    'cache-control': 'no-store',
    ...commonHeaders,
  }
}

export const commonHeaders: Record<string, string> = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
}
