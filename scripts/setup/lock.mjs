import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { out } from './paths.mjs'
import { say } from './report.mjs'

const lockFile = join(out, 'setup.lock')

function isRunning(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}

function holder() {
  try {
    return Number(readFileSync(lockFile, 'utf8'))
  } catch {
    return 0
  }
}

function take() {
  try {
    writeFileSync(lockFile, String(process.pid), { flag: 'wx' })
    return true
  } catch (error) {
    if (error.code === 'EEXIST') return false
    throw error
  }
}

/** One set-up at a time: trials that a scheduler starts together must not build into the same folder. */
export async function alone(work) {
  mkdirSync(out, { recursive: true })
  let told = false
  while (!take()) {
    const pid = holder()
    if (pid !== 0 && !isRunning(pid)) {
      rmSync(lockFile, { force: true })
      continue
    }
    if (!told) say(`• Waiting for another set-up of this folder (process ${pid}) …`)
    told = true
    await sleep(300)
  }
  const release = () => rmSync(lockFile, { force: true })
  process.once('exit', release)
  try {
    return await work()
  } finally {
    process.removeListener('exit', release)
    release()
  }
}
