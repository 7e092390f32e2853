import { Button, Switch } from '@mantine/core'
import { IconArrowBackUp, IconPlayerPlay } from '@tabler/icons-react'
import { useMemo, useRef, useState } from 'react'
import type { CallInput } from '../../../shared/contract.ts'
import type { Recipe } from '../../../shared/recipes.ts'
import type { Run, RunEstimate } from '../../../shared/runs.ts'
import { useCommands } from '../../app/commands.ts'
import { useCall, useCommand } from '../../app/data.tsx'
import { navigate } from '../../app/route.ts'
import { SidePanel } from '../../app/SidePanel.tsx'
import type { StepProps } from '../../app/steps.ts'
import { versionedName } from '../../app/versions.ts'
import { FailureNote } from '../../components/FailureNote.tsx'
import { Findings } from '../../components/Findings.tsx'
import { plural } from '../../../core/words/format.ts'
import { Loading } from '../../components/Loading.tsx'
import { Page } from '../../components/Page.tsx'
import { useColumnChanges } from '../data/useColumnChanges.ts'
import { usePreview } from '../prepare/useRecipe.ts'
import { beginAnewWords, BranchLine } from './branch/BranchLine.tsx'
import { useSettings } from './branch/useSettings.ts'
import { readConfig } from './configFile.ts'
import { tellImported } from './dropped/tellImported.ts'
import { useDroppedConfig } from './dropped/dropped.ts'
import { ConfigForm } from './ConfigForm.tsx'
import { awaitRun, closeForm, recordDraft, setDraft, useDraft, type Draft } from './draft.ts'
import { EstimateCard, useEstimate } from './EstimateCard.tsx'
import { FieldHelpContext, FieldHelpNote, type FieldHelp } from './fieldHelp.tsx'
import { FormContext } from './form/context.ts'
import { presetWords } from '../../../core/words/settings/names.ts'
import type { NetworkEnds } from './network/NetworkCard.tsx'
import { PresetCards } from './PresetCards.tsx'
import { RangeTest } from './RangeTest.tsx'
import { isAtWork } from '../queue/waiting.ts'
import { LaterButton, type LaterRun } from '../queue/LaterButton.tsx'
import { SettingsFile, type Imported } from './SettingsFile.tsx'
import { PlanButton } from '../studies/plan/PlanButton.tsx'
import { useFormState } from './useFormState.ts'
import styles from './train.module.css'

interface NewRunProps {
  project: StepProps['project']
  dataset: NonNullable<StepProps['dataset']>
  recipe: Recipe
  /** The run that would be shown instead of the form, if there is one. */
  previous: Run | null
  /** A run was started, and is about to be shown. */
  waits: boolean
}

/** The form before Start: a preset or every setting, what the run would take, and the network as a picture. */
export function NewRun({ project, dataset, previous, waits, ...props }: NewRunProps) {
  const draft = useDraft(dataset.id)
  const { branch: beginning } = draft
  const parent = project.runs.find(({ id }) => id === beginning?.run) ?? null
  // A branch learns from what its parent learned from, and in the same network.
  const recipe = parent?.recipe ?? props.recipe
  const of = { project: project.id, dataset: parent?.dataset ?? dataset.id }
  const defaults = useCall('runs.defaults', { ...of, recipe, preset: draft.preset }, { keepPrevious: true })
  const { usual, config } = useSettings(defaults.data ?? null, draft.config, parent?.config.network ?? null)
  const estimate = useEstimate(of.project, of.dataset, recipe, config)
  // While a network does not fit together there is no estimate, and its drawing still needs its ends.
  const [known, setKnown] = useState(estimate.data)
  if (estimate.data !== undefined && estimate.data !== known) setKnown(estimate.data)
  const start = useCommand('runs.start')
  const branch = useCommand('runs.branch')
  const preview = usePreview(of.project, of.dataset, recipe)
  const columns = useColumnChanges(project.id, useCall('datasets.get', of).data, () => navigate({ step: 'data' }))
  const doubts = preview.data?.findings.filter(({ severity }) => severity === 'warning') ?? []
  const target =
    preview.data === undefined
      ? null
      : { task: preview.data.task, classes: preview.data.classes?.map(({ label }) => label) ?? [] }
  const [help, setHelp] = useState<FieldHelp | null>(null)
  const [imported, setImported] = useState<Imported | null>(null)
  const before = useRef<Draft | null>(null)

  const change = (next: Partial<Draft>) => {
    before.current ??= draft
    setDraft(dataset.id, next)
  }
  const done = (label: string) => {
    if (before.current !== null) recordDraft(project.id, dataset.id, label, before.current)
    before.current = null
  }
  const replace = (label: string, next: Partial<Draft>) => {
    change(next)
    done(label)
  }
  /** The settings stay as they are, and can all be changed then. */
  const beginAnew = () => replace(beginAnewWords, { branch: null, config })
  const presetName = presetWords[draft.preset].name
  const base = useMemo(() => (usual === null ? null : { name: presetName, config: usual }), [usual, presetName])
  const form = useFormState({
    config,
    base,
    estimate: estimate.data,
    locked:
      parent === null
        ? null
        : {
            reason: `A branch goes on with the network and loss of “${parent.name}”: its weights fit no other.`,
            remedy: beginAnewWords,
            onUnlock: beginAnew,
          },
    onDone: done,
    onReset: (next) => replace('Take a setting of the preset', { config: next }),
  })
  const { actions, changed, invalid } = form

  const isOrphaned = beginning !== null && parent === null
  const canStart = config !== null && invalid.size === 0 && !project.readOnly && !isOrphaned

  const training = project.runs.filter(isAtWork)
  const next = config === null ? null : nextOf({ ...of, recipe, config }, beginning)
  const startRun = () => {
    if (next === null || !canStart || start.isPending || branch.isPending || waits) return
    const onSuccess = (run: Run) => {
      awaitRun(dataset.id, run.id)
      navigate({ step: 'train', run: run.id })
    }
    if (next.kind === 'start') start.mutate(next.input, { onSuccess })
    else branch.mutate(next.input, { onSuccess })
  }
  useCommands('Train', [{ id: 'start-training', label: 'Start training', run: startRun }])

  const readText = (name: string, text: string): Imported | null => {
    if (config === null) return null
    let result: Imported
    try {
      const read = readConfig(text, name, config, parent?.config.network ?? null)
      result = { name, before: config, read, error: null }
      replace('Import settings', { config: read.config })
    } catch (error) {
      result = { name, read: null, error }
    }
    setImported(result)
    return result
  }
  // What a file changed is said until the settings are changed again.
  const isStanding = imported !== null && (imported.read === null || imported.read.config === draft.config)
  const readFile = async (chosen: File) => readText(chosen.name, await chosen.text())
  useDroppedConfig(config !== null, ({ fileName, text }) => tellImported(readText(fileName, text)))

  return (
    <Page
      title={beginning === null ? 'New run' : 'New branch'}
      subtitle={
        <>
          predicts <strong>{recipe.target}</strong> in {parent === null ? dataset.name : versionedName(project, parent)}
          {previous !== null && (
            <Button
              className={styles.back ?? ''}
              size="compact-xs"
              variant="subtle"
              leftSection={<IconArrowBackUp size={14} aria-hidden />}
              onClick={() => closeForm(dataset.id)}
            >
              Back to {previous.name}
            </Button>
          )}
        </>
      }
      actions={
        <>
          {beginning === null && (
            <PlanButton
              {...of}
              recipe={recipe}
              config={invalid.size > 0 || project.readOnly ? null : config}
              task={preview.data?.task ?? null}
              estimate={estimate.data}
            />
          )}
          <LaterButton run={next} disabled={!canStart} />
          <Button
            variant="filled"
            leftSection={<IconPlayerPlay size={16} aria-hidden />}
            loading={start.isPending || branch.isPending || waits}
            disabled={!canStart}
            onClick={startRun}
          >
            {beginning === null ? 'Start training' : 'Start the branch'}
          </Button>
        </>
      }
    >
      {invalid.size > 0 && (
        <p role="status" className={styles.warnLine}>
          A setting is out of its range: mend the marked field to start.
        </p>
      )}
      {project.readOnly && (
        <p role="status" className={styles.warnLine}>
          Another program is writing to this project: runs can be seen but not started.
        </p>
      )}
      {beginning !== null && <BranchLine beginning={beginning} isOrphaned={isOrphaned} onBeginAnew={beginAnew} />}
      {canStart && training.length > 0 && (
        <p role="status" className={styles.branchLine}>
          {waitsFor(training)} now: a run that is started waits in the queue until there is a core for it.
        </p>
      )}
      {start.error !== null && <FailureNote error={start.error} />}
      {branch.error !== null && <FailureNote error={branch.error} />}
      {beginning === null && doubts.length > 0 && (
        <Findings findings={doubts} busy={columns.busy} onRemedy={(remedy) => void columns.remedy(remedy)} />
      )}
      {/* A preset is above all a network. */}
      {beginning === null && (
        <PresetCards
          of={{ ...of, recipe }}
          chosen={changed.size === 0 ? draft.preset : null}
          onChoose={(preset) => replace(`Choose the preset ${presetWords[preset].name}`, { preset, config: null })}
        />
      )}
      {defaults.error !== null && <FailureNote error={defaults.error} />}
      {config !== null && <EstimateCard estimate={estimate.data} error={estimate.error} config={config} />}
      {config === null && defaults.error === null && <Loading label="Finding good defaults…" />}
      {config !== null && (
        <FieldHelpContext value={setHelp}>
          <FormContext value={actions}>
            <div className={styles.formBar}>
              <Switch
                label={`Only what I changed (${changed.size})`}
                disabled={changed.size === 0}
                checked={actions.onlyChanged}
                onChange={(event) => form.setOnlyChanged(event.currentTarget.checked)}
              />
              <Switch
                label="Open every setting"
                checked={form.expanded}
                onChange={(event) => form.setExpanded(event.currentTarget.checked)}
              />
              {changed.size > 0 && (
                <Button
                  size="compact-sm"
                  variant="subtle"
                  title="The settings were changed by you; this takes the preset's again"
                  onClick={() => replace(`Go back to ${presetWords[draft.preset].name}`, { config: null })}
                >
                  Reset to {presetWords[draft.preset].name}
                </Button>
              )}
            </div>
            <ConfigForm
              config={config}
              target={target}
              ends={known === undefined ? null : endsOf(known, target)}
              trainingRows={known?.rows.train ?? null}
              stepsPerEpoch={known?.stepsPerEpoch ?? null}
              rangeTest={
                // It tries rates on new weights.
                beginning === null && (
                  <RangeTest
                    of={{ ...of, recipe, config }}
                    disabled={invalid.size > 0 || project.readOnly}
                    onTake={(learningRate) =>
                      replace('Take a learning rate', {
                        config: { ...config, training: { ...config.training, learningRate } },
                      })
                    }
                  />
                )
              }
              onChange={(next) => change({ config: next })}
            />
          </FormContext>
        </FieldHelpContext>
      )}
      <SidePanel title="Help and files">
        <FieldHelpNote help={help} />
        <SettingsFile
          config={config}
          recipe={recipe}
          name={dataset.name}
          imported={isStanding ? imported : null}
          onFile={(chosen) => void readFile(chosen)}
        />
      </SidePanel>
    </Page>
  )
}

/** "Run 3 trains", "Run 3 and 2 others train" */
function waitsFor([first, ...others]: readonly Run[]): string {
  if (others.length === 0) return `${first?.name} trains`
  return `${first?.name} and ${plural(others.length, 'other')} train`
}

/** What Start is to begin: a run with new weights, or one that goes on from those of another. */
function nextOf(input: CallInput<'runs.start'>, beginning: Draft['branch']): LaterRun {
  if (beginning === null) return { kind: 'start', input }
  const { project, config } = input
  return { kind: 'branch', input: { project, run: beginning.run, epoch: beginning.epoch, config } }
}

/** What the data make of the network's ends. */
function endsOf({ groups, outputs }: RunEstimate, target: { classes: readonly string[] } | null): NetworkEnds {
  const classes = target?.classes.length ?? 0
  const what = classes > 0 ? plural(classes, 'class', 'classes') : plural(outputs, 'number')
  return { groups, outputs, target: what }
}
