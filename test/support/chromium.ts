import { existsSync } from 'node:fs'
import { chromium } from '@playwright/test'

/** The browser that `npm test` found or installed (scripts/setup/browser.mjs), else one at its usual place. */
export function chromiumPath(): string {
  const candidates = [
    process.env['DESCENT_CHROMIUM'],
    '/usr/bin/chromium',
    '/usr/bin/google-chrome',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    chromium.executablePath(),
  ]
  const found = candidates.find((path) => path !== undefined && existsSync(path))
  if (found === undefined)
    throw new Error('No Chromium was found: run "npm test", which brings one, or set DESCENT_CHROMIUM.')
  return found
}

/** Flags for a browser that runs without a display, as any user, and asks nothing of the network. */
export const chromiumFlags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]
