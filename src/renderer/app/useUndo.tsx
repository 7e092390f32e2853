import { useHotkeys } from '@mantine/hooks'
import { notifications } from '@mantine/notifications'
import { toFailure } from '../../shared/errors.ts'
import { type Change, redoChange, undoChange } from './history.ts'

async function say(work: Promise<Change | null>, done: string): Promise<void> {
  try {
    const change = await work
    if (change !== null)
      notifications.show({
        id: 'history',
        message: `${done}: ${change.label}`,
        autoClose: 2500,
        withCloseButton: false,
      })
  } catch (error) {
    notifications.show({ id: 'history', color: 'red', message: toFailure(error).message })
  }
}

export function undo(): void {
  void say(undoChange(), 'Undone')
}

export function redo(): void {
  void say(redoChange(), 'Redone')
}

/** Ctrl+Z and Ctrl+Shift+Z everywhere but in fields being typed in, which undo their own text. */
export function useUndoKeys(): void {
  useHotkeys([
    ['mod+Z', undo],
    ['mod+shift+Z', redo],
    ['mod+Y', redo],
  ])
}
