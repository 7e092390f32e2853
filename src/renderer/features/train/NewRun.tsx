import { Button, Radio } from '@mantine/core'
import { IconArrowBackUp, IconPlayerPlay } from '@tabler/icons-react'
import { useCallback, useRef, useState } from 'react'
import type { Recipe } from '../../../shared/recipes.ts'
import type { Run } from '../../../shared/runs.ts'
import { presets, type RunConfig } from '../../../shared/training.ts'
import { useCommands } from '../../app/commands.ts'
import { useCall, useCommand } from '../../app/data.tsx'
import { navigate } from '../../app/route.ts'
import { SidePanel } from '../../app/SidePanel.tsx'
import type { StepProps } from '../../app/steps.ts'
import { FailureNote } from '../../components/FailureNote.tsx'
import { formatCount } from '../../components/format.ts'
import { Findings } from '../../components/Findings.tsx'
import { Loading } from '../../components/Loading.tsx'
import { Page } from '../../components/Page.tsx'
import { useColumnChanges } from '../data/useColumnChanges.ts'
import { usePreview } from '../prepare/useRecipe.ts'
import { downloadConfig, readConfig } from './configFile.ts'
import { ConfigForm } from './ConfigForm.tsx'
import { awaitRun, closeForm, recordDraft, setDraft, useDraft, type Draft } from './draft.ts'
import { EstimateCard, useEstimate } from './EstimateCard.tsx'
import { FieldHelpContext, FieldHelpNote, type FieldHelp } from './fieldHelp.tsx'
import { NetworkDrawing } from './NetworkDrawing.tsx'
import { presetWords } from './names.ts'
import { RangeTest } from './RangeTest.tsx'
import { LaterButton } from '../queue/LaterButton.tsx'
import { PlanButton } from '../studies/plan/PlanButton.tsx'
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
  const [invalid, setInvalid] = useState<ReadonlySet<string>>(new Set())
  const [imported, setImported] = useState<unknown>(null)
  const before = useRef<Draft | null>(null)
  const file = useRef<HTMLInputElement>(null)

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
  const onValidity = useCallback((field: string, valid: boolean) => {
    setInvalid((old) => {
      if (old.has(field) !== valid) return old
      const next = new Set(old)
      if (valid) next.delete(field)
      else next.add(field)
      return next
    })
  }, [])

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

  const readFile = async (chosen: File | undefined) => {
    if (chosen === undefined) return
    try {
      const next: RunConfig = readConfig(await chosen.text(), chosen.name)
      setImported(null)
      replace('Import settings', { config: next })
    } catch (error) {
      setImported(error)
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
          {draft.config !== null && (
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
      <Radio.Group
        aria-label="Preset"
        value={draft.config === null ? draft.preset : ''}
        onChange={(value) => {
          const preset = presets.find((name) => name === value)
          if (preset !== undefined) replace(`Choose the preset ${presetWords[preset].name}`, { preset, config: null })
        }}
      >
        <div className={styles.presets}>
          {presets.map((preset) => (
            <Radio.Card key={preset} value={preset} className={styles.preset} aria-label={presetWords[preset].name}>
              <Radio.Indicator size="xs" mt={2} />
              <span>
                <strong>{presetWords[preset].name}</strong>
                <span className="small soft">{presetWords[preset].text}</span>
              </span>
            </Radio.Card>
          ))}
        </div>
      </Radio.Group>
      {defaults.error !== null && <FailureNote error={defaults.error} />}
      {config !== null && <EstimateCard estimate={estimate.data} error={estimate.error} config={config} />}
      {config === null && defaults.error === null && <Loading label="Finding good defaults…" />}
      {config !== null && (
        <FieldHelpContext value={setHelp}>
          <ConfigForm
            config={config}
            target={target}
            inputs={estimate.data?.layers.find(({ kind }) => kind === 'dense')?.inputs ?? null}
            trainingRows={estimate.data?.rows.train ?? null}
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
            onDone={done}
            onValidity={onValidity}
          />
        </FieldHelpContext>
      )}
      <SidePanel title="Network">
        {config !== null && estimate.data !== undefined && (
          <NetworkDrawing layers={estimate.data.layers} inputs={estimate.data.inputs} />
        )}
        <FieldHelpNote help={help} />
        <h3>Settings as a file</h3>
        <p className="small soft">The same JSON that the command line takes with --config.</p>
        {imported !== null && <FailureNote error={imported} />}
        <div className={styles.panelButtons}>
          <Button size="compact-sm" onClick={() => file.current?.click()}>
            Import settings
          </Button>
          <Button
            size="compact-sm"
            disabled={config === null}
            onClick={() => config !== null && downloadConfig(config, dataset.name)}
          >
            Export settings
          </Button>
        </div>
        <input
          ref={file}
          type="file"
          accept=".json,application/json"
          aria-label="Settings file"
          hidden
          onChange={(event) => {
            void readFile(event.currentTarget.files?.[0])
            event.currentTarget.value = ''
          }}
        />
      </SidePanel>
    </Page>
  )
}
