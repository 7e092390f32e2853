import type { Project } from '../../../../shared/projects.ts'
import type { Run } from '../../../../shared/runs.ts'

/** What to type in a terminal, to predict without the window. */
export interface TerminalCommands {
  file: string
  server: string
}

/** The commands that use a run of a project, quoted for the shell of the machine on which the project lies. */
export function terminalCommands({ place, runs }: Pick<Project, 'place' | 'runs'>, run: Run): TerminalCommands {
  // Of several runs of one name, the name means the last.
  const named = runs.findLast(({ name }) => name === run.name)?.id === run.id ? run.name : run.id
  const quote = place.startsWith('/') ? quotePosix : quoteWindows
  return {
    file: `descent predict ${quote(place)} new.csv --run ${quote(named)} --out predictions.csv`,
    server: `descent serve-model ${quote(place)} --run ${quote(named)}`,
  }
}

const plain = /^[\w./:@%+,=-]+$/

function quotePosix(text: string): string {
  return plain.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`
}

function quoteWindows(text: string): string {
  return plain.test(text) ? text : `"${text.replaceAll('"', '""')}"`
}
