import { notifications } from '@mantine/notifications'
import { toFailure } from '../../../../shared/errors.ts'
import { plural } from '../../../../core/words/format.ts'
import { differences, type Imported } from '../SettingsFile.tsx'

/** Settings that a message names; the side panel lists them all. */
const MOST_NAMED = 3

/** Says what a dropped file of settings changed in the form, or why it changed nothing. */
export function tellImported(imported: Imported | null): void {
  if (imported === null) return
  if (imported.read === null) {
    const { message, hint } = toFailure(imported.error)
    notifications.show({ color: 'red', title: message, message: hint ?? '' })
    return
  }
  notifications.show({ title: imported.name, message: changesText(differences(imported.before, imported.read.config)) })
}

/** “Changed 4 settings (Epochs: 100 → 20; …). Ctrl+Z takes it back.” */
export function changesText(changes: ReturnType<typeof differences>): string {
  if (changes.length === 0) return 'It changed nothing: the form has these settings already.'
  const named = changes.slice(0, MOST_NAMED).map(({ label, from, to }) => `${label}: ${from} → ${to}`)
  if (changes.length > MOST_NAMED) named.push('…')
  return `Changed ${plural(changes.length, 'setting')} (${named.join('; ')}). Ctrl+Z takes it back.`
}
