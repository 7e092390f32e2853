import type { Result } from '../../shared/errors.ts'
import type { PickedFile } from '../../shared/host.ts'
import { failed, parseResult, pickedFileSchema } from './parse.ts'

function parseText(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** Streams a file to the host. XMLHttpRequest, because fetch says nothing of how far an upload is. */
export function upload(
  token: string,
  file: File,
  onProgress?: (fraction: number) => void,
): Promise<Result<PickedFile>> {
  return new Promise((done) => {
    const request = new XMLHttpRequest()
    request.open('PUT', `/files?${new URLSearchParams({ name: file.name }).toString()}`)
    request.setRequestHeader('authorization', `Bearer ${token}`)
    request.upload.onprogress = (event) => {
      if (event.lengthComputable && event.total > 0) onProgress?.(event.loaded / event.total)
    }
    const broken = () =>
      done(
        failed({
          kind: 'unusable-input',
          message: `${file.name} could not be read, or the connection was lost while it was sent.`,
          hint: 'Choose the file again. If it was changed or moved meanwhile, it must be chosen anew.',
          where: { file: file.name },
        }),
      )
    request.onerror = broken
    request.onabort = broken
    request.onload = () => done(parseResult(parseText(request.responseText), pickedFileSchema))
    request.send(file)
  })
}
