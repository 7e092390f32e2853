import { notifications } from '@mantine/notifications'
import { useEffect } from 'react'
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

/** Whether keys go into a text there, which undoes its own changes; a switch or a list to choose from has no text. */
function isTyping(target: EventTarget | null): boolean {
  if (target instanceof HTMLInputElement)
    return !target.readOnly && !['checkbox', 'radio', 'range', 'button', 'file', 'color'].includes(target.type)
  return target instanceof HTMLElement && (target instanceof HTMLTextAreaElement || target.isContentEditable)
}

/** Ctrl+Z and Ctrl+Shift+Z everywhere but in fields being typed in, which undo their own text. */
export function useUndoKeys(): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey || isTyping(event.target)) return
      const key = event.key.toLowerCase()
      if (key !== 'z' && key !== 'y') return
      event.preventDefault()
      if (key === 'y' || event.shiftKey) redo()
      else undo()
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [])
}
