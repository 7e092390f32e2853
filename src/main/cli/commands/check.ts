import { basename, resolve } from 'node:path'
import { parseArguments } from '../arguments.ts'
import { exitCodes } from '../exitCodes.ts'
import { requireInput } from '../inputs.ts'
import type { Command } from '../main.ts'

const usage = 'descent check <p.descent> [--json]'

export const checkCommand: Command = {
  usage,
  help: `Reads a whole project file and says what is wrong with it. Nothing is changed.

  --json           one object on standard output`,

  async run(argv, { place, console, json }) {
    const { positionals } = parseArguments(argv, usage, {}, { least: 1, most: 1 })
    const path = resolve(positionals[0] ?? '')
    await requireInput(path, 'a project file')
    const { createStorage } = await import('../../storage/client.ts')
    const storage = createStorage(place.entries.storageWorker)
    try {
      await storage.open('checked', path, { readOnly: true })
      const problems = await storage.call('checked', 'checkProject', {})
      if (json) console.object({ project: path, sound: problems.length === 0, problems })
      else if (problems.length === 0) console.print(`${basename(path)} is sound.`)
      else console.print([`${basename(path)} is damaged:`, ...problems.map((text) => `- ${text}`)].join('\n'))
      return problems.length === 0 ? exitCodes.done : exitCodes.failed
    } finally {
      await storage.end()
    }
  },
}
