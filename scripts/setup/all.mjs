import { ensureApplication } from './application.mjs'
import { ensureDependencies } from './dependencies.mjs'
import { alone } from './lock.mjs'
import { ensureNative } from './native.mjs'

/** Brings a checkout to the point where the studio runs. Does nothing where nothing has changed. */
export function ensureBuilt() {
  return alone(async () => {
    await ensureDependencies()
    await ensureNative()
    await ensureApplication()
  })
}
