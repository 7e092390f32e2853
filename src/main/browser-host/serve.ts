import { spawn } from 'node:child_process'
import type { Application, ApplicationOptions } from '../application.ts'
import { stopSignal } from '../http/stopSignal.ts'
import { defaultProjectsFolder, newScratchFolder } from '../places.ts'
import { parseServeOptions } from './options.ts'
import { startBrowserHost } from './server.ts'

export interface ServePlace {
  createApplication(options: ApplicationOptions): Promise<Application>
  entries: ApplicationOptions['entries']
  /** The bundled page. */
  rendererFolder: URL
  version: string
}

/** Shows the address in the person's browser; where that cannot be, the printed address has to do. */
function openInBrowser(address: string): void {
  const [command, args]: [string, string[]] =
    process.platform === 'win32'
      ? ['cmd', ['/c', 'start', '""', address.replaceAll('&', '^&')]]
      : [process.platform === 'darwin' ? 'open' : 'xdg-open', [address]]
  const child = spawn(command, args, { stdio: 'ignore', detached: true })
  child.on('error', () => {})
  child.unref()
}

/**
 * The browser host from its options to its end: prints the address and stays until it is stopped.
 * @returns the exit code
 * @throws DescentError `usage`, `busy`, or what opening the project throws
 */
export async function serve(argv: string[], place: ServePlace): Promise<number> {
  const options = parseServeOptions(argv)
  const scratchFolder = newScratchFolder()
  const stopped = stopSignal()
  const application = await place.createApplication({
    entries: place.entries,
    host: 'browser',
    version: place.version,
    projectsFolder: options.folder ?? defaultProjectsFolder(),
    scratchFolder,
  })
  try {
    const { rendererFolder } = place
    const host = await startBrowserHost({ application, rendererFolder, scratchFolder, port: options.port })
    try {
      let route = '/'
      if (options.project !== null) {
        const { project } = await application.openProjectFile(options.project, { create: false })
        route = `/project/${encodeURIComponent(project)}/data`
      }
      const address = host.address(route)
      process.stdout.write(`Descent is at ${address}\nPress Ctrl+C to stop it.\n`)
      if (options.open) openInBrowser(address)
      await stopped
      process.stdout.write('Closing the projects …\n')
    } finally {
      // An open server would keep a program that failed alive.
      await host.close()
    }
  } finally {
    await application.close()
  }
  return 0
}
