import { Button, Menu } from '@mantine/core'
import { IconChevronDown, IconPlus } from '@tabler/icons-react'
import { deepestResidual, type Ensemble, type HiddenLayer, type LayerKind } from '../../../../shared/training.ts'
import { layerHelp } from '../fieldWords.ts'
import { layerNames } from '../names.ts'
import styles from '../train.module.css'
import { useFormActions } from './context.ts'
import { LayerRow } from './LayerRow.tsx'
import { freshLayer, movedLayer, widthAfter } from './layers.ts'

const most = 20

/** The hidden layers from the inputs on: add, remove, move, and the settings of each. Residual blocks hold their own. */
export function LayerEditor(props: {
  layers: readonly HiddenLayer[]
  /** Numbers that come into the first layer. */
  inputs: number
  /** Of the network; null where there is none. */
  ensemble: Ensemble['kind'] | null
  /** Within so many residual blocks. */
  depth?: number
  /** Of the list in the configuration. */
  place?: string
  /** How the list is called to a screen reader: "block 3, ". */
  prefix?: string
  onChange: (layers: HiddenLayer[]) => void
}) {
  const { layers, inputs, depth = 0, place = 'hidden', prefix = '', onChange } = props
  const { onDone } = useFormActions()
  const change = (label: string, next: HiddenLayer[]) => {
    onChange(next)
    onDone(label)
  }
  const add = (kind: LayerKind) =>
    change(`Add ${layerNames[kind].toLowerCase()}`, [...layers, freshLayer(kind, widthAfter(layers, inputs), layers)])
  const kinds = (Object.keys(layerNames) as LayerKind[]).filter(
    (kind) => kind !== 'dense' && (kind !== 'residual' || depth < deepestResidual),
  )
  const full = layers.length >= most
  return (
    <>
      {layers.length === 0 ? (
        <p className="soft small">No hidden layer: the network is a linear model, one weight an input.</p>
      ) : (
        <ol className={styles.layers}>
          {layers.map((layer, i) => {
            const name = `${prefix}layer ${i + 1}`
            const move = (by: -1 | 1) => {
              const next = movedLayer(layers, i, by)
              if (next !== null) change('Move a layer', next)
            }
            return (
              <LayerRow
                // A row that becomes another kind of layer is another row: what was typed in it is gone.
                key={`${i} ${layer.kind}`}
                layer={layer}
                number={i + 1}
                name={name}
                place={`${place}.${i}`}
                ensemble={props.ensemble}
                isFirst={i === 0}
                isLast={i === layers.length - 1}
                onChange={(next) => onChange(layers.map((old, at) => (at === i ? next : old)))}
                onMove={move}
                onRemove={() =>
                  change(
                    `Remove ${name}`,
                    layers.filter((_, at) => at !== i),
                  )
                }
              >
                {layer.kind === 'residual' && (
                  <div className={styles.block}>
                    <LayerEditor
                      layers={layer.layers}
                      inputs={widthAfter(layers.slice(0, i), inputs)}
                      ensemble={props.ensemble}
                      depth={depth + 1}
                      place={`${place}.${i}.layers`}
                      prefix={`${prefix}block ${i + 1}, `}
                      onChange={(inner) =>
                        // A block without layers adds nothing to what comes in: it goes with its last one.
                        onChange(
                          inner.length === 0
                            ? layers.filter((_, at) => at !== i)
                            : layers.map((old, at) => (at === i ? { kind: 'residual', layers: inner } : old)),
                        )
                      }
                    />
                  </div>
                )}
              </LayerRow>
            )
          })}
        </ol>
      )}
      <div className={styles.addLayer}>
        <Button
          size="compact-sm"
          leftSection={<IconPlus size={14} aria-hidden />}
          disabled={full}
          onClick={() => add('dense')}
        >
          {depth === 0 ? 'Add layer' : 'Add to block'}
        </Button>
        <Menu position="bottom-start" width={300}>
          <Menu.Target>
            <Button
              size="compact-sm"
              disabled={full}
              rightSection={<IconChevronDown size={14} aria-hidden />}
              aria-label={depth === 0 ? 'Add another kind of layer' : `${prefix}add another kind of layer`}
            >
              Other
            </Button>
          </Menu.Target>
          <Menu.Dropdown className={styles.kinds}>
            {kinds.map((kind) => (
              <Menu.Item key={kind} onClick={() => add(kind)}>
                <strong className={styles.kindName}>{layerNames[kind]}</strong>
                <span className="faint small">{layerHelp[kind]}</span>
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      </div>
    </>
  )
}
