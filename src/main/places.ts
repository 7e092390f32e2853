import { homedir, tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'

/** The person's home; the account's own where the environment names none. */
function home(): string {
  return homedir() || userInfo().homedir
}

/** Where a program keeps a person's data by the customs of the system. */
function dataFolder(): string {
  const { env, platform } = process
  if (platform === 'win32') return join(env['APPDATA'] || join(home(), 'AppData', 'Roaming'), 'Descent')
  if (platform === 'darwin') return join(home(), 'Library', 'Application Support', 'Descent')
  return join(env['XDG_DATA_HOME'] || join(home(), '.local', 'share'), 'descent')
}

export function defaultProjectsFolder(): string {
  return join(dataFolder(), 'projects')
}

/** A folder of this process alone, for uploads and files waiting to be saved. */
export function newScratchFolder(): string {
  return join(tmpdir(), `descent-${process.pid}-${Date.now().toString(36)}`)
}
