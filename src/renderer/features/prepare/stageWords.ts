import type { Stage } from '../../../shared/recipes.ts'

export const stageTitles: Record<Stage, string> = {
  table: 'Rows and columns',
  training: 'Training rows',
  features: 'Features',
}

export const stageHelp: Record<Stage, string> = {
  table: 'Which rows are used, and columns made of others; before the split.',
  training: 'Changes the rows that are learned from; validation and test stay as they are.',
  features: 'What the network gets; its numbers come of the training rows alone.',
}

export const stageEmpty: Record<Stage, string> = {
  table: 'All rows that have a target are used.',
  training: 'The network learns from all training rows alike.',
  features: 'The columns go to the network as they are.',
}
