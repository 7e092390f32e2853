import type { Failure } from '../../shared/errors.ts'
import { durationText } from '../durationText.ts'

/** What a command is doing, for a bar or for `--progress json`. */
export interface Progress {
  stage:
    | 'import'
    | 'compare'
    | 'read'
    | 'prepare'
    | 'training'
    | 'evaluation'
    | 'prediction'
    | 'export'
    | 'convert'
    | 'rateTest'
    | 'explanation'
    | 'study'
  /** 0…1, or null while it cannot be known. */
  fraction: number | null
  detail: string
  secondsLeft: number | null
  epoch?: number
  trainLoss?: number | null
  validationLoss?: number | null
}

/** Where a command writes: results to standard output, everything else to standard error. */
export interface Console {
  /** Text for people; left out where an object was asked for. */
  print(text: string): void
  /** The one object of `--json`. */
  object(value: unknown): void
  /** A line for people on standard error. */
  note(text: string): void
  failure(failure: Failure): void
  progress(progress: Progress): void
  /** Takes the bar away. */
  endProgress(): void
}

export interface ConsoleOptions {
  json: boolean
  progress: 'auto' | 'json' | 'none'
}

const BAR_WIDTH = 24
/** Least time between two draws of the bar, in milliseconds. */
const DRAW_EVERY = 100

export function createConsole(
  options: ConsoleOptions,
  stdout: NodeJS.WriteStream = process.stdout,
  stderr: NodeJS.WriteStream = process.stderr,
): Console {
  let drawn = false
  let lastDraw = 0

  const clearBar = () => {
    if (drawn) stderr.write('\r\u001b[2K')
    drawn = false
  }
  const line = (stream: NodeJS.WriteStream, text: string) => {
    clearBar()
    stream.write(`${text}\n`)
  }

  return {
    print: (text) => {
      if (!options.json) line(stdout, text)
    },
    object: (value) => line(stdout, JSON.stringify(value)),
    note: (text) => line(stderr, text),
    failure: (failure) => {
      line(stderr, failureText(failure))
      if (options.json) line(stdout, JSON.stringify({ error: failure }))
    },
    progress: (progress) => {
      if (options.progress === 'json') {
        stderr.write(`${JSON.stringify({ progress })}\n`)
        return
      }
      const now = performance.now()
      if (options.progress === 'none' || !stderr.isTTY || now - lastDraw < DRAW_EVERY) return
      lastDraw = now
      drawn = true
      stderr.write(`\r\u001b[2K${barText(progress, stderr.columns || 80)}`)
    },
    endProgress: clearBar,
  }
}

/** A failure in one or two lines, with the place where the message does not say it already. */
export function failureText({ message, hint, where }: Failure): string {
  const place: string[] = []
  if (where?.file !== undefined && !message.includes(where.file)) place.push(where.file)
  if (where?.row !== undefined) place.push(`row ${where.row}`)
  if (where?.column !== undefined && !message.includes(where.column)) place.push(`column “${where.column}”`)
  const first = place.length === 0 ? message : `${message} (${place.join(', ')})`
  return hint === undefined ? first : `${first}\n${hint}`
}

function barText({ stage, fraction, detail, secondsLeft }: Progress, width: number): string {
  const filled = Math.round((fraction ?? 0) * BAR_WIDTH)
  const bar = '█'.repeat(filled) + '░'.repeat(BAR_WIDTH - filled)
  const percent = fraction === null ? '  … ' : `${String(Math.floor(fraction * 100)).padStart(3)} %`
  const left = secondsLeft === null ? '' : ` · ${durationText(secondsLeft)} left`
  return `${bar} ${percent} ${detail === '' ? stage : detail}${left}`.slice(0, width - 1)
}
