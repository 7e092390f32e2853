import { Radio } from '@mantine/core'
import type { CallInput } from '../../../shared/contract.ts'
import { presets, type Preset } from '../../../shared/training.ts'
import { useCall } from '../../app/data.tsx'
import { formatDuration, plural } from '../../../core/words/format.ts'
import { presetWords } from '../../../core/words/settings/names.ts'
import { configInShort } from '../../../core/words/settings/settingText.ts'
import styles from './train.module.css'

type Table = Pick<CallInput<'runs.defaults'>, 'project' | 'dataset' | 'recipe'>

/** The presets, each with what it chooses for this table and how long that takes. */
export function PresetCards(props: {
  of: Table
  /** null where the settings are no preset's. */
  chosen: Preset | null
  onChoose: (preset: Preset) => void
}) {
  return (
    <Radio.Group
      aria-label="Preset"
      value={props.chosen ?? ''}
      onChange={(value) => {
        const preset = presets.find((name) => name === value)
        if (preset !== undefined) props.onChoose(preset)
      }}
    >
      <div className={styles.presets}>
        {presets.map((preset) => (
          <PresetCard key={preset} of={props.of} preset={preset} />
        ))}
      </div>
    </Radio.Group>
  )
}

function PresetCard({ of, preset }: { of: Table; preset: Preset }) {
  const { name, text } = presetWords[preset]
  const config = useCall('runs.defaults', { ...of, preset }, { keepPrevious: true }).data
  const estimate = useCall('runs.estimate', config === undefined ? null : { ...of, config }).data
  const perEpoch = estimate?.secondsPerEpoch ?? null
  const time =
    perEpoch === null || config === undefined ? '' : `, at most ${formatDuration(perEpoch * config.training.epochs)}`
  return (
    <Radio.Card value={preset} className={styles.preset} aria-label={name}>
      <Radio.Indicator size="xs" mt={2} />
      <span>
        <strong>{name}</strong>
        <span className="small soft">{text}</span>
        {config !== undefined && (
          <span className={styles.presetChoice}>
            {configInShort(config)}
            {estimate !== undefined && (
              <>
                <br />
                {plural(estimate.parameters, 'parameter')}
                {time}
              </>
            )}
          </span>
        )}
      </span>
    </Radio.Card>
  )
}
