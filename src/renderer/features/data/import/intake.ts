import { notifications } from '@mantine/notifications'
import { DescentError, fromFailure, toFailure } from '../../../../shared/errors.ts'
import type { PickedFile } from '../../../../shared/host.ts'
import { callHost, type StudioHost } from '../../../app/data.tsx'
import { openRoute } from '../../../app/route.ts'
import { createStore } from '../../../app/store.ts'
import { configurationIn, giveToForm } from '../../train/dropped/dropped.ts'
import { kindOfFile, pasteProblem, projectExtension, tableExtensions } from './names.ts'
import { type PastedTable, splitPasted } from './pasted.ts'

export { tableExtensions } from './names.ts'

/** A file on its way into the studio; null while there is none. */
export type Intake =
  | { stage: 'receiving'; fileName: string; fraction: number }
  | { stage: 'failed'; fileName: string; error: DescentError }
  /** Settings of a training, dropped where tables are. */
  | { stage: 'configuration'; file: File; text: string }
  /**
   * Handed to the import dialog. `project` is null where a new one is to be made; `file` while pasted text is still
   * on its way, `pasted` shows it until then.
   */
  | {
      stage: 'ready'
      fileName: string
      file: PickedFile | null
      pasted: PastedTable | null
      project: string | null
    }

export const intake = createStore<Intake | null>(null)

async function take(host: StudioHost, file: PickedFile, project: string | null): Promise<void> {
  if (kindOfFile(file.fileName) === 'table') {
    intake.set({ stage: 'ready', fileName: file.fileName, file, pasted: null, project })
    return
  }
  intake.set({ stage: 'receiving', fileName: file.fileName, fraction: 1 })
  const adopted = await callHost(host, 'projects.adopt', { file: file.file })
  intake.set(null)
  openRoute(adopted.id)
}

function fail(fileName: string, error: unknown): void {
  intake.set({ stage: 'failed', fileName, error: fromFailure(toFailure(error)) })
}

/** Asks for a file, then opens the import dialog (or the project, for a project file). */
export async function openFile(host: StudioHost, project: string | null): Promise<void> {
  try {
    const picked = await host.pickFile([...tableExtensions, projectExtension])
    if (!picked.ok) throw fromFailure(picked.error)
    if (picked.value !== null) await take(host, picked.value, project)
  } catch (error) {
    fail('the file', error)
  }
}

/** The name of a dropped folder; null for anything else. */
export function droppedFolder(data: DataTransfer | null): string | null {
  const entry = data?.items[0]?.webkitGetAsEntry() ?? null
  return entry?.isDirectory === true ? entry.name : null
}

/** Says that a folder was dropped where a file is wanted. */
export function refuseFolder(name: string): void {
  fail(
    name,
    new DescentError('unusable-input', `${name} is a folder, not a file.`, { hint: 'Drop one of the files in it.' }),
  )
}

/** A file that was dropped: settings are for the form of a new run, anything else is imported. */
export async function acceptDropped(host: StudioHost, file: File, project: string | null): Promise<void> {
  if (!(await acceptConfiguration(file))) await acceptFile(host, file, project)
}

/** Takes a dropped file of settings to the form, or asks what is to become of it; false for any other file. */
export async function acceptConfiguration(file: File): Promise<boolean> {
  const text = await configurationIn(file)
  if (text === null) return false
  if (!giveToForm({ fileName: file.name, text })) intake.set({ stage: 'configuration', file, text })
  return true
}

/** A file that was dropped or pasted. */
export async function acceptFile(host: StudioHost, file: File, project: string | null): Promise<void> {
  intake.set({ stage: 'receiving', fileName: file.name, fraction: 0 })
  try {
    const accepted = await host.acceptFile(file, (fraction) => {
      if (intake.get()?.stage === 'receiving') intake.set({ stage: 'receiving', fileName: file.name, fraction })
    })
    if (!accepted.ok) throw fromFailure(accepted.error)
    await take(host, accepted.value, project)
  } catch (error) {
    fail(file.name, error)
  }
}

/** Text from the clipboard: a table is shown at once and read like any other file, for anything else it is said why not. */
export async function acceptPaste(host: StudioHost, text: string, project: string | null): Promise<void> {
  const problem = pasteProblem(text)
  if (problem !== null) {
    notifications.show(problem)
    return
  }
  const fileName = text.includes('\t') ? 'Pasted table.tsv' : 'Pasted table.csv'
  const pasted = splitPasted(text)
  intake.set({ stage: 'ready', fileName, file: null, pasted, project })
  try {
    const accepted = await host.acceptFile(new File([text], fileName, { type: 'text/plain' }))
    if (!accepted.ok) throw fromFailure(accepted.error)
    const file = accepted.value
    intake.set((now) => (now?.stage === 'ready' && now.pasted === pasted ? { ...now, file } : now))
  } catch (error) {
    fail(fileName, error)
  }
}

/** Says that the clipboard cannot be read without the keys. */
export function askForPasteKeys(): void {
  notifications.show({ title: 'The clipboard cannot be read', message: 'Press Ctrl+V here instead (⌘V on a Mac).' })
}
