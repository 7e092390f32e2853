import { z } from 'zod'
import { recipePartSchema, type Recipe } from '../recipes.ts'
import { networkSchema, trainingSettingsSchema, type RunConfig } from '../training.ts'

/** The published JSON Schema of configurations, in `resources`, as exported configurations name it. */
export const configSchemaName = 'run-config.schema.json'
/** What it is known by wherever it lies. */
const configSchemaId = 'urn:descent:run-config'

/** A configuration as a file has it: it may name its schema, and leave out what the defaults decide. */
export const configFileSchema = z
  .strictObject({
    $schema: z.string().optional(),
    network: networkSchema.partial().optional(),
    training: trainingSettingsSchema.partial().optional(),
    recipe: recipePartSchema
      .optional()
      .describe(
        'On the command line: any part of a recipe. The studio keeps recipes with their datasets and passes it over.',
      ),
  })
  .meta({
    title: 'Descent run configuration',
    description:
      'Network and training settings, as "descent train --config" takes them and the studio exports them. What is left out is decided by default.',
  })

/** The JSON Schema of configuration files. */
function configJsonSchema(): object {
  const { $schema, ...schema } = z.toJSONSchema(configFileSchema, { io: 'input', override: withoutStepIds })
  return { $schema, $id: configSchemaId, ...schema }
}

/** Its text, as it is published. */
export function configSchemaText(): string {
  return `${JSON.stringify(configJsonSchema(), null, 2)}\n`
}

/** Steps in a file need no id. */
function withoutStepIds({ jsonSchema }: { jsonSchema: z.core.JSONSchema.BaseSchema }): void {
  const { properties, required } = jsonSchema
  if (properties?.['id'] === undefined || properties['kind'] === undefined) return
  jsonSchema.required = required?.filter((name) => name !== 'id')
}

/** Whether parsed JSON is meant as a configuration, sound or not: nothing but its parts, and at least one of them. */
export function isConfigFile(content: unknown): boolean {
  if (!isPart(content)) return false
  const { $schema, ...parts } = content
  const names = Object.keys(parts)
  if (typeof $schema === 'string' && $schema.endsWith(configSchemaName)) return true
  const known: readonly string[] = ['network', 'training', 'recipe']
  return names.length > 0 && names.every((name) => known.includes(name) && isPart(parts[name]))
}

function isPart(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The text of a configuration file; with a recipe it says of the preparation, too, what another project can know of it. */
export function configFileText(config: RunConfig, recipe?: Recipe): string {
  const prepared = recipe === undefined ? {} : { recipe: withoutTestTable(recipe) }
  return `${JSON.stringify({ $schema: configSchemaName, ...config, ...prepared }, null, 2)}\n`
}

/** The recipe without the table that gives the test rows, which its own project alone has. */
export function withoutTestTable(recipe: Recipe): Recipe {
  const { testTable: _table, ...split } = recipe.split
  return { ...recipe, split }
}

/**
 * The settings of a run that has ended, for one that does the same again. The clock has no say: a time limit that was
 * reached is the end of the record, and one that was not must not be reached now.
 */
export function withoutTimeLimit(config: RunConfig): RunConfig {
  return { ...config, training: { ...config.training, timeLimitSeconds: null } }
}

/** Of a configuration file what a run is made of: all but the name of its schema and the recipe. */
export function settingsOf(content: unknown): unknown {
  if (!isPart(content)) return content
  const { $schema: _schema, recipe: _recipe, ...config } = content
  return config
}
