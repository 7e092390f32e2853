import { Button, Group, Modal, TextInput } from '@mantine/core'

/** Asks for another name. */
export function NameDialog(props: { name: string; onName: (name: string) => void; onClose: () => void }) {
  return (
    <Modal opened onClose={props.onClose} title={`Rename ${props.name}`} size="sm">
      <form
        onSubmit={(event) => {
          event.preventDefault()
          const typed = new FormData(event.currentTarget).get('name')
          const name = typeof typed === 'string' ? typed.trim() : ''
          if (name !== '' && name !== props.name) props.onName(name)
          props.onClose()
        }}
      >
        <TextInput name="name" label="Name" defaultValue={props.name} maxLength={200} data-autofocus />
        <Group justify="flex-end" mt={14} gap={8}>
          <Button onClick={props.onClose}>Cancel</Button>
          <Button type="submit" variant="filled">
            Rename
          </Button>
        </Group>
      </form>
    </Modal>
  )
}
