import type { Command } from '../main.ts'

export const serveCommand: Command = {
  usage: 'descent serve [--project p.descent] [--folder FOLDER] [--port N] [--no-open]',
  help: `Opens the studio in a browser, served on 127.0.0.1 alone, until Ctrl+C.

  --project P      a project file to open at once
  --folder F       where projects live; the user's data folder by default
  --port N         a free one by default
  --no-open        print the address and open no browser`,

  async run(argv, { place, interrupt }) {
    const [{ serve }, { createApplication }, { version }] = await Promise.all([
      import('../../browser-host/serve.ts'),
      import('../../createApplication.ts'),
      import('../../version.ts'),
    ])
    // The server has its own way of ending on Ctrl+C, which is its normal end.
    interrupt.end()
    return serve(argv, { createApplication, entries: place.entries, rendererFolder: place.rendererFolder, version })
  },
}
