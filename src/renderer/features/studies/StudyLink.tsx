import { Button } from '@mantine/core'
import { IconArrowBackUp } from '@tabler/icons-react'
import { useCall } from '../../app/data.tsx'
import { navigate } from '../../app/route.ts'

/** From a run back to the study that it is a part of. */
export function StudyLink({ project, study }: { project: string; study: string }) {
  const name = useCall('studies.list', { project }).data?.find(({ id }) => id === study)?.name
  return (
    <Button leftSection={<IconArrowBackUp size={16} aria-hidden />} onClick={() => navigate({ study })}>
      {name ?? 'Its study'}
    </Button>
  )
}
