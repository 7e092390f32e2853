import { z } from 'zod'
import { sampleSchema } from '../datasets.ts'
import { artifactIdSchema, fileIdSchema, jobIdSchema } from '../ids.ts'
import { jobSchema } from '../jobs.ts'
import { projectBriefSchema, projectChangesSchema, projectSchema } from '../projects.ts'
import { call, inProject, name, nothing } from './subjects.ts'

/** The program itself, its projects, samples and jobs. */
export const studioCalls = {
  'app.info': call(
    nothing,
    z.object({
      version: z.string(),
      host: z.enum(['electron', 'browser', 'cli']),
      engine: z.object({ version: z.string(), kernel: z.string() }),
      cores: z.number().int(),
      memoryBytes: z.number(),
    }),
  ),
  'projects.list': call(nothing, z.array(projectBriefSchema)),
  'projects.create': call(z.object({ name }), projectSchema),
  'projects.open': call(z.object(inProject), projectSchema),
  'projects.get': call(z.object(inProject), projectSchema),
  'projects.changes': call(z.object({ ...inProject, since: z.string() }), projectChangesSchema),
  'projects.rename': call(z.object({ ...inProject, name }), projectSchema),
  'projects.close': call(z.object(inProject), nothing),
  /** Moves the project file to the trash folder; `projects.restore` takes it back. */
  'projects.remove': call(z.object(inProject), nothing),
  'projects.restore': call(z.object(inProject), projectBriefSchema),
  /** Takes a project file the person picked or uploaded. */
  'projects.adopt': call(z.object({ file: fileIdSchema }), projectSchema),
  /** A complete single-file copy, to be saved with `saveArtifact`. */
  'projects.package': call(z.object(inProject), z.object({ artifact: artifactIdSchema, fileName: z.string() })),
  'samples.list': call(nothing, z.array(sampleSchema)),
  /** A file id for a sample's table, to be imported like any other file. */
  'samples.file': call(z.object({ sample: z.string() }), z.object({ file: fileIdSchema, fileName: z.string() })),
  'jobs.list': call(nothing, z.array(jobSchema)),
  'jobs.cancel': call(z.object({ job: jobIdSchema }), nothing),
} as const
