import { notifications } from '@mantine/notifications'
import type { Recipe, Step } from '../../../shared/recipes.ts'
import { recipeText, stepsText } from './recipeText.ts'
import { formOf } from './steps/registry.ts'

async function put(text: string, what: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text)
    notifications.show({ message: `${what} is on the clipboard. “Paste” in Prepare of any project takes it.` })
  } catch {
    notifications.show({
      color: 'red',
      title: 'The clipboard could not be written',
      message: 'Allow this page to use the clipboard, and try again.',
    })
  }
}

export function copyRecipe(recipe: Recipe): void {
  void put(recipeText(recipe), 'The recipe')
}

export function copySteps(steps: readonly Step[]): void {
  const [only] = steps
  void put(stepsText(steps), steps.length === 1 && only !== undefined ? `“${formOf(only).title}”` : 'The steps')
}
