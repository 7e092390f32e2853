import { toFailure } from '../../shared/errors.ts'
import type { EntryPoints } from '../application.ts'
import { DescentError } from '../../shared/errors.ts'
import { createConsole } from './console.ts'
import type { Console } from './console.ts'
import { exitCodeOf, exitCodes } from './exitCodes.ts'
import { interruptible } from './interrupt.ts'
import type { Interrupt } from './interrupt.ts'

/** What a composition root knows of its place. */
export interface Place {
  entries: EntryPoints
  rendererFolder: URL
}

export interface CommandContext {
  place: Place
  console: Console
  json: boolean
  interrupt: Interrupt
}

/** One command: its one-line usage, its help, and its work, which returns the exit code. */
export interface Command {
  usage: string
  /** Some name places of this installation. */
  help: string | ((place: Place) => string)
  run(argv: string[], context: CommandContext): Promise<number>
}

/** Loaded when they are asked for, so that a start costs no more than its command. */
const commands: Record<string, (() => Promise<Command>) | undefined> = {
  import: async () => (await import('./commands/import.ts')).importCommand,
  convert: async () => (await import('./commands/convert.ts')).convertCommand,
  profile: async () => (await import('./commands/profile.ts')).profileCommand,
  train: async () => (await import('./commands/train.ts')).trainCommand,
  predict: async () => (await import('./commands/predict.ts')).predictCommand,
  export: async () => (await import('./commands/export.ts')).exportCommand,
  runs: async () => (await import('./commands/runs.ts')).runsCommand,
  check: async () => (await import('./commands/check.ts')).checkCommand,
  serve: async () => (await import('./commands/serve.ts')).serveCommand,
  'serve-model': async () => (await import('./commands/serveModel.ts')).serveModelCommand,
}

const overview = `Descent trains neural networks on tables.

  descent import  <file> --project p.descent     store a table in a project
  descent convert <file|folder> <out>            write what was understood as CSV
  descent profile <file>                         kinds, statistics, warnings
  descent train   <file> --target COL            train a network
  descent predict <model> <file> --out FILE      predict the rows of a file
  descent export  --project p --run R --out PATH hand a model to other tools
  descent runs    --project p                    the table of runs
  descent check   <p.descent>                    integrity of a project file
  descent serve                                  the studio in a browser
  descent serve-model <model>                    predictions as JSON, to other programs

"descent COMMAND --help" shows a command's options.
Exit codes: 0 done, 1 failed, 2 usage, 3 unusable input, 130 interrupted.`

/** Runs one command line and returns its exit code; never rejects. */
export async function runCommandLine(argv: readonly string[], place: Place): Promise<number> {
  const json = argv.includes('--json')
  const progress = progressMode(argv)
  const console = createConsole({ json, progress: progress ?? 'auto' })
  const interrupt = interruptible()
  for (const stream of [process.stdout, process.stderr]) stream.on('error', ignoreClosedPipe)
  try {
    const [name, ...rest] = argv
    if (name === undefined || name === 'help' || name === '--help' || name === '-h') {
      process.stdout.write(`${overview}\n`)
      return name === undefined ? exitCodes.usage : exitCodes.done
    }
    if (name === '--version' || name === '-v') {
      const { version } = await import('../version.ts')
      process.stdout.write(`${version}\n`)
      return exitCodes.done
    }
    const load = Object.hasOwn(commands, name) ? commands[name] : undefined
    if (load === undefined) {
      throw new DescentError('usage', `There is no command “${name}”.`, {
        hint: `Usage: descent ${Object.keys(commands).join('|')} …`,
      })
    }
    if (progress === null) {
      throw new DescentError('usage', 'The option --progress takes json or none.')
    }
    const command = await load()
    if (rest.includes('--help') || rest.includes('-h')) {
      const help = typeof command.help === 'string' ? command.help : command.help(place)
      process.stdout.write(`Usage: ${command.usage}\n\n${help}\n`)
      return exitCodes.done
    }
    const code = await command.run(rest, { place, console, json, interrupt })
    return interrupt.signal.aborted ? exitCodes.interrupted : code
  } catch (error) {
    const failure = toFailure(error)
    if (failure.kind === 'internal' && process.env['DESCENT_DEBUG'] !== undefined)
      process.stderr.write(`${String(error instanceof Error ? error.stack : error)}\n`)
    console.endProgress()
    console.failure(failure)
    return interrupt.signal.aborted ? exitCodes.interrupted : exitCodeOf(failure)
  } finally {
    console.endProgress()
    interrupt.end()
  }
}

/** Whoever reads the output may have seen enough (`descent … | head -1`); the work itself goes on. */
function ignoreClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error
}

/** null: a value that is none. */
function progressMode(argv: readonly string[]): 'auto' | 'json' | 'none' | null {
  const index = argv.findIndex((argument) => argument === '--progress' || argument.startsWith('--progress='))
  if (index < 0) return 'auto'
  const argument = argv[index] ?? ''
  const value = argument.includes('=') ? argument.slice('--progress='.length) : argv[index + 1]
  return value === 'json' || value === 'none' ? value : null
}
