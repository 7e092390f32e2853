import { Menu } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import type { LayerKind } from '../../../../shared/training.ts'
import { layerHelp } from '../../../../core/words/settings/fieldWords.ts'
import { layerNames } from '../../../../core/words/settings/names.ts'
import styles from './network.module.css'

const kinds = Object.keys(layerNames) as LayerKind[]

/** The button between two layers that opens the kinds of layers to put in there. */
export function InsertMenu(props: {
  /** Where it stands, in pixels from the drawing's top. */
  top: number
  /** "Add a layer before layer 2" */
  label: string
  opened: boolean
  onOpened: (opened: boolean) => void
  onInsert: (kind: LayerKind) => void
}) {
  return (
    <Menu
      position="bottom"
      width={320}
      opened={props.opened}
      onChange={props.onOpened}
      returnFocus={false}
      withinPortal
    >
      <Menu.Target>
        {/* Reached from the list of layers with "+": as many stops of Tab as layers would be in the way. */}
        <button
          type="button"
          tabIndex={-1}
          className={styles.insert}
          style={{ top: props.top }}
          aria-label={props.label}
          title={props.label}
        >
          <IconPlus size={12} aria-hidden />
        </button>
      </Menu.Target>
      <Menu.Dropdown className={styles.kinds}>
        {kinds.map((kind) => (
          <Menu.Item key={kind} onClick={() => props.onInsert(kind)}>
            <strong className={styles.kindName}>{layerNames[kind]}</strong>
            <span className="faint small">{layerHelp[kind]}</span>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
