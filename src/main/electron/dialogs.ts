import { randomUUID } from 'node:crypto'
import { copyFile, mkdir, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { type BrowserWindow, dialog } from 'electron'
import { DescentError } from '../../shared/errors.ts'
import type { PickedFile } from '../../shared/host.ts'
import type { Application } from '../application.ts'

/** What a page may hand over as content: pasted text, not files. */
const contentLimitBytes = 64 * 1024 * 1024

/** The system's dialog to open a file; null when the person cancels. */
export async function pickFile(
  application: Application,
  window: BrowserWindow,
  extensions: string[],
): Promise<PickedFile | null> {
  const { canceled, filePaths } = await dialog.showOpenDialog(window, {
    properties: ['openFile'],
    filters: [
      { name: 'Files Descent can open', extensions },
      { name: 'All files', extensions: ['*'] },
    ],
  })
  const [path] = filePaths
  return canceled || path === undefined ? null : application.files.register(path, basename(path))
}

/** Content without a file behind it (pasted text) becomes a file in the scratch folder. */
export async function acceptContent(
  application: Application,
  scratchFolder: string,
  fileName: string,
  content: Uint8Array,
): Promise<PickedFile> {
  if (content.byteLength > contentLimitBytes) {
    throw new DescentError('unusable-input', 'This is too much to paste.', { hint: 'Save it as a file and open that.' })
  }
  const folder = join(scratchFolder, 'pasted', randomUUID())
  await mkdir(folder, { recursive: true })
  const path = join(folder, 'pasted')
  await writeFile(path, content)
  return application.files.register(path, basename(fileName))
}

/** The system's dialog to save a file that Descent made; false when the person cancels. */
export async function saveArtifact(
  application: Application,
  window: BrowserWindow,
  artifact: string,
  fileName: string,
): Promise<boolean> {
  const { path } = application.artifacts.resolve(artifact)
  const { canceled, filePath } = await dialog.showSaveDialog(window, { defaultPath: basename(fileName) })
  if (canceled || filePath === '') return false
  try {
    await copyFile(path, filePath)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code === 'ENOSPC') throw new DescentError('disk-full', `The disk is full: ${basename(filePath)} was not saved.`)
    throw new DescentError('unusable-input', `${basename(filePath)} could not be written there.`, {
      hint: 'Choose another folder, or close the program that has the file open.',
      where: { file: basename(filePath) },
    })
  }
  return true
}
