import { Button, Switch } from '@mantine/core'
import { IconArrowBackUp, IconPlayerPlay } from '@tabler/icons-react'
import { useMemo, useRef, useState } from 'react'
import type { Recipe } from '../../../shared/recipes.ts'
import type { Run, RunEstimate } from '../../../shared/runs.ts'
import { useCommands } from '../../app/commands.ts'
import { useCall, useCommand } from '../../app/data.tsx'
import { navigate } from '../../app/route.ts'
import { SidePanel } from '../../app/SidePanel.tsx'
import type { StepProps } from '../../app/steps.ts'
import { FailureNote } from '../../components/FailureNote.tsx'
import { formatCount } from '../../components/format.ts'
import { Findings } from '../../components/Findings.tsx'
import { plural } from '../../components/format.ts'
import { Loading } from '../../components/Loading.tsx'
import { Page } from '../../components/Page.tsx'
import { useColumnChanges } from '../data/useColumnChanges.ts'
import { usePreview } from '../prepare/useRecipe.ts'
import { readConfig } from './configFile.ts'
import { ConfigForm } from './ConfigForm.tsx'
import { awaitRun, closeForm, recordDraft, setDraft, useDraft, type Draft } from './draft.ts'
import { EstimateCard, useEstimate } from './EstimateCard.tsx'
import { FieldHelpContext, FieldHelpNote, type FieldHelp } from './fieldHelp.tsx'
import { FormContext } from './form/context.ts'
import { presetWords } from './names.ts'
import type { NetworkEnds } from './network/NetworkCard.tsx'
import { PresetCards } from './PresetCards.tsx'
import { RangeTest } from './RangeTest.tsx'
import { LaterButton } from '../queue/LaterButton.tsx'
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
export function NewRun({ project, dataset, recipe, previous, waits }: NewRunProps) {
  const draft = useDraft(dataset.id)
  const of = { project: project.id, dataset: dataset.id }
  const defaults = useCall('runs.defaults', { ...of, recipe, preset: draft.preset }, { keepPrevious: true })
  const config = draft.config ?? defaults.data ?? null
  const estimate = useEstimate(project.id, dataset.id, recipe, config)
  // While a network does not fit together there is no estimate, and its drawing still needs its ends.
  const [known, setKnown] = useState(estimate.data)
  if (estimate.data !== undefined && estimate.data !== known) setKnown(estimate.data)
  const start = useCommand('runs.start')
  const branch = useCommand('runs.branch')
  const { branch: parent } = draft
  const preview = usePreview(project.id, dataset.id, recipe)
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
  const presetName = presetWords[draft.preset].name
  const base = useMemo(
    () => (defaults.data === undefined ? null : { name: presetName, config: defaults.data }),
    [defaults.data, presetName],
  )
  const form = useFormState({
    config,
    base,
    estimate: estimate.data,
    onDone: done,
    onReset: (next) => replace('Take a setting of the preset', { config: next }),
  })
  const { actions, changed, invalid } = form

  const startRun = () => {
    if (config === null || invalid.size > 0 || start.isPending || branch.isPending || waits || project.readOnly) return
    const onSuccess = (run: Run) => {
      awaitRun(dataset.id, run.id)
      navigate({ step: 'train', run: run.id })
    }
    if (parent === null) start.mutate({ ...of, recipe, config }, { onSuccess })
    else branch.mutate({ project: project.id, run: parent.run, epoch: parent.epoch, config }, { onSuccess })
  }
  useCommands('Train', [{ id: 'start-training', label: 'Start training', run: startRun }])

  const readFile = async (chosen: File) => {
    if (config === null) return
    const { name } = chosen
    try {
      const read = readConfig(await chosen.text(), name, config)
      setImported({ name, before: config, read, error: null })
      replace('Import settings', { config: read.config })
    } catch (error) {
      setImported({ name, read: null, error })
    }
  }

  return (
    <Page
      title="New run"
      subtitle={
        <>
          predicts <strong>{recipe.target}</strong> in {dataset.name}
        </>
      }
      actions={
        <>
          {changed.size > 0 && (
            <Button
              variant="subtle"
              title="The settings were changed by you; this takes the preset's again"
              onClick={() => replace(`Go back to ${presetWords[draft.preset].name}`, { config: null })}
            >
              Reset to {presetWords[draft.preset].name}
            </Button>
          )}
          {previous !== null && (
            <Button leftSection={<IconArrowBackUp size={16} aria-hidden />} onClick={() => closeForm(dataset.id)}>
              Back to {previous.name}
            </Button>
          )}
          <PlanButton
            {...of}
            recipe={recipe}
            config={invalid.size > 0 || project.readOnly ? null : config}
            task={preview.data?.task ?? null}
            secondsPerEpoch={estimate.data?.secondsPerEpoch ?? null}
          />
          <LaterButton
            start={config === null ? null : { ...of, recipe, config }}
            disabled={invalid.size > 0 || project.readOnly}
          />
          <Button
            variant="filled"
            leftSection={<IconPlayerPlay size={16} aria-hidden />}
            loading={start.isPending || branch.isPending || waits}
            disabled={config === null || invalid.size > 0 || project.readOnly}
            onClick={startRun}
          >
            {parent === null ? 'Start training' : 'Start the branch'}
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
      {parent !== null && (
        <p role="status" className={styles.branchLine}>
          Begins with the weights of “{parent.name}” after epoch {formatCount(parent.epoch)}: the network and the
          preparation stay as they were there, all other settings can be changed.
          <Button size="compact-xs" onClick={() => setDraft(dataset.id, { branch: null })}>
            Begin with fresh weights
          </Button>
        </p>
      )}
      {start.error !== null && <FailureNote error={start.error} />}
      {branch.error !== null && <FailureNote error={branch.error} />}
      {doubts.length > 0 && (
        <Findings findings={doubts} busy={columns.busy} onRemedy={(remedy) => void columns.remedy(remedy)} />
      )}
      <PresetCards
        of={{ ...of, recipe }}
        chosen={changed.size === 0 ? draft.preset : null}
        onChoose={(preset) => replace(`Choose the preset ${presetWords[preset].name}`, { preset, config: null })}
      />
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
            </div>
            <ConfigForm
              config={config}
              target={target}
              ends={known === undefined ? null : endsOf(known, target)}
              trainingRows={known?.rows.train ?? null}
              stepsPerEpoch={known?.stepsPerEpoch ?? null}
              rangeTest={
                <RangeTest
                  of={{ ...of, recipe, config }}
                  disabled={invalid.size > 0 || project.readOnly}
                  onTake={(learningRate) =>
                    replace('Take a learning rate', {
                      config: { ...config, training: { ...config.training, learningRate } },
                    })
                  }
                />
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
          name={dataset.name}
          imported={imported}
          onFile={(chosen) => void readFile(chosen)}
        />
      </SidePanel>
    </Page>
  )
}

/** What the data make of the network's ends. */
function endsOf({ groups, outputs }: RunEstimate, target: { classes: readonly string[] } | null): NetworkEnds {
  const classes = target?.classes.length ?? 0
  const what = classes > 0 ? plural(classes, 'class', 'classes') : plural(outputs, 'number')
  return { groups, outputs, target: what }
}
