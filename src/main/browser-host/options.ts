import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { DescentError } from '../../shared/errors.ts'

export interface ServeOptions {
  /** Where projects live; null: the person's data folder. */
  folder: string | null
  /** A project file to open at once. */
  project: string | null
  port: number
  open: boolean
}

export const serveUsage = 'descent serve [--project p.descent] [--folder FOLDER] [--port N] [--no-open]'

/** @throws DescentError `usage` */
export function parseServeOptions(argv: string[]): ServeOptions {
  let values
  try {
    ;({ values } = parseArgs({
      args: argv,
      options: {
        folder: { type: 'string' },
        project: { type: 'string' },
        port: { type: 'string', default: '0' },
        'no-open': { type: 'boolean', default: false },
      },
    }))
  } catch {
    throw new DescentError('usage', `These options were not understood: ${argv.join(' ')}`, { hint: serveUsage })
  }
  const port = Number(values.port)
  if (!/^\d{1,5}$/.test(values.port) || port > 65_535) {
    throw new DescentError('usage', `--port ${values.port} is not a port.`, {
      hint: 'A port is a number from 0 to 65535.',
    })
  }
  return {
    folder: values.folder === undefined ? null : resolve(values.folder),
    project: values.project === undefined ? null : resolve(values.project),
    port,
    open: !values['no-open'],
  }
}
