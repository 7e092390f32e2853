import { buffer } from 'node:stream/consumers'
import { ZipFile } from 'yazl'

/** A package of parts, as an Office Open XML file is one. */
export async function zipped(parts: readonly { path: string; xml: string }[]): Promise<Uint8Array> {
  const zip = new ZipFile()
  const packed = buffer(zip.outputStream)
  for (const { path, xml } of parts) zip.addBuffer(Buffer.from(xml), path)
  zip.end()
  return packed
}
