import { ActionIcon, Button, Menu } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconDots, IconPlus, IconWand } from '@tabler/icons-react'
import { useEffect, useMemo, useState } from 'react'
import type { Dataset, DatasetBrief, Remedy } from '../../../shared/datasets.ts'
import type { Recipe, StepKind, SuggestedRecipe } from '../../../shared/recipes.ts'
import { suggestRecipe } from '../../../core/recipe/suggest.ts'
import { useCommands } from '../../app/commands.ts'
import { Card } from '../../components/Page.tsx'
import { CopyToDialog } from './CopyToDialog.tsx'
import { freshStep, whyNotAdded } from './freshStep.ts'
import { PasteDialog } from './PasteDialog.tsx'
import { copyRecipe } from './recipeClipboard.ts'
import { recipeDifferences, withOwnSettings } from './recipeDifferences.ts'
import { SplitStage } from './split/SplitStage.tsx'
import { stageEmpty, stageHelp, stageTitles } from './stageWords.ts'
import { byStage, withStep } from './stepChanges.ts'
import { StageSection, StageSteps } from './StepList.tsx'
import { StepGallery } from './StepGallery.tsx'
import type { Stage } from '../../../shared/recipes.ts'
import { stepForms, titleInSentence } from './steps/registry.ts'
import { SuggestionDialog } from './SuggestionDialog.tsx'
import type { ListedColumn } from './tableSteps.ts'
import type { OpenSteps } from './useLooks.ts'
import type { Previews } from './usePreviews.ts'
import type { ChangeRecipe } from './useRecipe.ts'

interface RecipeCardProps {
  project: string
  table: Dataset
  /** Its columns as the steps before the split leave them. */
  listed: readonly ListedColumn[]
  /** The project's other tables. */
  others: readonly DatasetBrief[]
  recipe: Recipe
  previews: Previews
  open: OpenSteps
  suggested: SuggestedRecipe | undefined
  splitReason: string | undefined
  onChange: ChangeRecipe
  onRemedy: (remedy: Remedy) => void
}

/** Which of the card's dialogs is open; the gallery with the stage it is for, null for all. */
type Dialog = { kind: 'gallery'; stage: Stage | null } | { kind: 'suggestion' | 'paste' | 'copyTo' } | null

/** The recipe, stage by stage, in the order in which it is applied. */
export function RecipeCard(props: RecipeCardProps) {
  const { recipe, previews, open, suggested, onChange } = props
  const [dialog, setDialog] = useState<Dialog>(null)
  const [added, setAdded] = useState<string | null>(null)
  const close = () => setDialog(null)
  const isThere = recipe.steps.some(({ id }) => id === added)
  useEffect(() => {
    if (added === null || !isThere) return
    const row = document.querySelector<HTMLElement>(`[data-step="${CSS.escape(added)}"]`)
    row?.focus({ preventScroll: true })
    row?.closest('li')?.scrollIntoView({ block: 'center' })
  }, [added, isThere])
  const stages = byStage(recipe.steps)
  const task = recipe.task === 'auto' ? previews.whole?.task : recipe.task

  const add = (kind: StepKind) => {
    const refusal = whyNotAdded(kind, task)
    if (refusal !== null) {
      notifications.show({ message: refusal })
      return
    }
    const step = freshStep(kind, recipe, props.table.columns)
    onChange(`Add the step ${titleInSentence(step)}`, { ...recipe, steps: withStep(recipe.steps, step) })
    open.set(step.id, true)
    setAdded(step.id)
  }
  const openGallery = (stage: Stage | null) => {
    setAdded(null)
    setDialog({ kind: 'gallery', stage })
  }
  const take = (next: Recipe) => {
    onChange('Take the suggested recipe', next)
    close()
  }
  useCommands('Recipe', [
    { id: 'suggest', label: 'Suggest a recipe', run: () => setDialog({ kind: 'suggestion' }) },
    { id: 'copy', label: 'Copy the recipe', run: () => copyRecipe(recipe) },
    { id: 'paste', label: 'Paste a recipe or a step', run: () => setDialog({ kind: 'paste' }) },
    ...stepForms.map(({ kind, title, help }) => ({
      id: `add ${kind}`,
      label: `Add step: ${title}`,
      description: help,
      run: () => add(kind),
    })),
  ])
  // Roles that the profile alone proposes are not a person's choice.
  const byProfile = useMemo(() => {
    const { columns, rows, findings } = props.table
    return suggested && suggestRecipe(columns, rows, suggested.recipe.target, findings).recipe
  }, [suggested, props.table])
  const differences =
    suggested === undefined
      ? 0
      : recipeDifferences(
          recipe,
          { ...suggested, recipe: withOwnSettings(suggested.recipe, recipe) },
          byProfile,
        ).filter(({ decided }) => decided !== true).length

  const section = (stage: Stage) => (
    <StageSection
      title={stageTitles[stage]}
      help={stageHelp[stage]}
      empty={stages[stage].length === 0 ? stageEmpty[stage] : null}
      onAdd={stepForms.some((form) => form.stage === stage) ? () => openGallery(stage) : null}
    >
      <StageSteps {...props} stage={stage} />
    </StageSection>
  )
  return (
    <Card
      title="Recipe"
      label="Recipe"
      aside={
        <>
          <Button
            leftSection={<IconWand size={14} aria-hidden />}
            disabled={suggested === undefined}
            title={
              suggested === undefined &&
              recipe.target !== null &&
              props.table.columns.every(({ name }) => name !== recipe.target)
                ? 'A recipe is suggested from what Data knows of the target: not for one that a step makes.'
                : undefined
            }
            onClick={() => setDialog({ kind: 'suggestion' })}
          >
            Suggest a recipe{differences > 0 && <span className="faint">&nbsp;· {differences}</span>}
          </Button>
          <Button leftSection={<IconPlus size={14} aria-hidden />} onClick={() => openGallery(null)}>
            Add a step
          </Button>
          <Menu>
            <Menu.Target>
              <ActionIcon aria-label="More for the recipe">
                <IconDots size={16} />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item onClick={() => copyRecipe(recipe)}>Copy the recipe</Menu.Item>
              <Menu.Item onClick={() => setDialog({ kind: 'paste' })}>Paste a recipe or a step…</Menu.Item>
              <Menu.Item disabled={props.others.length === 0} onClick={() => setDialog({ kind: 'copyTo' })}>
                Copy to another table…
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
        </>
      }
    >
      {section('table')}
      <SplitStage
        project={props.project}
        table={props.table}
        recipe={recipe}
        columns={props.listed}
        preview={previews.whole}
        others={props.others}
        reason={props.splitReason}
        onChange={onChange}
        onRemedy={props.onRemedy}
      />
      {(stages.training.length > 0 || stepForms.some(({ stage }) => stage === 'training')) && section('training')}
      {section('features')}
      <StepGallery
        opened={dialog?.kind === 'gallery'}
        stage={dialog?.kind === 'gallery' ? dialog.stage : null}
        onClose={close}
        returnFocus={added === null}
        refusal={(kind) => whyNotAdded(kind, task)}
        onAdd={add}
      />
      <SuggestionDialog
        opened={dialog?.kind === 'suggestion'}
        recipe={recipe}
        suggested={suggested}
        initial={byProfile}
        onClose={close}
        onTake={take}
      />
      <PasteDialog
        opened={dialog?.kind === 'paste'}
        table={props.table}
        recipe={recipe}
        onClose={close}
        onTake={(next) => onChange('Paste a recipe', next)}
      />
      <CopyToDialog
        opened={dialog?.kind === 'copyTo'}
        project={props.project}
        others={props.others}
        recipe={recipe}
        onClose={close}
      />
    </Card>
  )
}
