import type { Program } from './program.ts'
import type { Provenance } from './provenance.ts'

/** What a file says of where it comes from. */
export function aboutOf({ target }: Program, { version, runName, metrics, dataSha256 }: Provenance) {
  return { target: target.name, task: target.task, descent: version, run: runName, metrics, dataSha256 }
}

/** A name as it may stand in a comment of any language. */
export function commented(text: string): string {
  const plain = text.replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ')
  return `“${plain.replaceAll('*/', '* /').replaceAll('"""', "'''").replaceAll('\\', '/')}”`
}
