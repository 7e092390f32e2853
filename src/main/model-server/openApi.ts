import { probabilityPrefix } from '../../core/network/predictions.ts'
import { formatDate } from '../../core/formatDate.ts'
import { greatestNumber, mostRows, type ServedInput, type ServedModel } from './servedModel.ts'

/** Levels that a description shows of a category. */
const SHOWN_LEVELS = 20

/**
 * The OpenAPI 3.1 description of a served model: its columns with what was seen of them, its answers and its errors.
 * Source: OpenAPI Specification 3.1.1; its schemas are JSON Schema 2020-12.
 */
export function openApi(model: ServedModel, { origin, version }: { origin: string; version: string }): object {
  const json = (schema: object) => ({ content: { 'application/json': { schema } } })
  const refused = (description: string) => ({ description, ...json({ $ref: '#/components/schemas/Error' }) })
  return {
    openapi: '3.1.1',
    info: {
      title: model.name,
      description: `Predicts ${model.target} (${model.task}), by a network trained with Descent ${version}.`,
      version,
    },
    servers: [{ url: origin }],
    paths: {
      '/predict': {
        post: {
          operationId: 'predict',
          summary: `Predicts ${model.target} of one row or of several.`,
          requestBody: {
            required: true,
            ...json({
              oneOf: [
                { $ref: '#/components/schemas/Row' },
                { type: 'array', items: { $ref: '#/components/schemas/Row' }, minItems: 1, maxItems: mostRows },
              ],
            }),
          },
          responses: {
            200: {
              description: 'A prediction for each row, in their order.',
              ...json({ $ref: '#/components/schemas/Predictions' }),
            },
            400: refused('The rows are not what the model takes; the error names row, column and remedy.'),
            403: refused('The request does not come from this machine, or comes from a page of another site.'),
            413: refused('The request is too large.'),
            415: refused('The request is not sent as JSON.'),
          },
        },
      },
      '/health': {
        get: {
          operationId: 'health',
          summary: 'Whether the server answers.',
          responses: {
            200: {
              description: 'It does.',
              ...json({ type: 'object', required: ['status'], properties: { status: { const: 'ok' } } }),
            },
          },
        },
      },
    },
    components: { schemas: { Row: rowSchema(model), Predictions: answerSchema(model), Error: errorSchema } },
  }
}

function rowSchema({ inputs }: ServedModel): object {
  return {
    type: 'object',
    description: 'The raw columns of a row, each once; null where a value is not known.',
    required: inputs.map(({ name }) => name),
    additionalProperties: false,
    properties: Object.fromEntries(inputs.map((input) => [input.name, inputSchema(input)])),
  }
}

function inputSchema(input: ServedInput): object {
  const levels = input.levels ?? []
  const shown = levels.slice(0, SHOWN_LEVELS)
  const seen = shown.length === 0 ? {} : { description: levelsText(shown, levels.length), examples: shown }
  switch (input.kind) {
    case 'number': {
      const range = input.min === null ? {} : { description: `Seen in training: ${input.min} to ${input.max}.` }
      return { type: ['number', 'null'], minimum: -greatestNumber, maximum: greatestNumber, ...range }
    }
    case 'date': {
      const { min, max } = input
      const range = min === null || max === null ? '' : ` Seen in training: ${formatDate(min)} to ${formatDate(max)}.`
      return { type: ['string', 'null'], description: `A day or a time in ISO 8601.${range}` }
    }
    case 'boolean':
      return { type: ['boolean', 'string', 'null'], ...seen }
    case 'category':
      return { type: ['string', 'number', 'boolean', 'null'], ...seen }
    case 'text':
      return { type: ['string', 'number', 'boolean', 'null'] }
  }
}

function levelsText(shown: readonly string[], all: number): string {
  return `Seen in training: ${shown.join(', ')}${all > shown.length ? ` and ${all - shown.length} more` : ''}.`
}

function answerSchema({ task, details }: ServedModel): object {
  const number = { type: ['number', 'null'] }
  const isProbability = details.length > 0 && details.every((name) => name.startsWith(probabilityPrefix))
  const cut = isProbability ? probabilityPrefix.length : 0
  const names = details.map((name) => name.slice(cut))
  const beside = {
    type: 'object',
    required: names,
    properties: Object.fromEntries(names.map((name) => [name, number])),
  }
  const property = isProbability ? 'probabilities' : 'details'
  return {
    type: 'object',
    required: ['predictions', 'warnings'],
    properties: {
      predictions: {
        type: 'array',
        items: {
          type: 'object',
          required: ['prediction', ...(names.length > 0 ? [property] : [])],
          properties: {
            prediction: {
              type: [task === 'regression' ? 'number' : 'string', 'null'],
              description: 'null where the row lacks a value that the network needs.',
            },
            ...(names.length > 0 ? { [property]: beside } : {}),
          },
        },
      },
      warnings: { type: 'array', items: { type: 'string' }, description: 'What the model did not meet in training.' },
    },
  }
}

const errorSchema = {
  type: 'object',
  required: ['error'],
  properties: {
    error: {
      type: 'object',
      required: ['kind', 'message'],
      properties: {
        kind: { type: 'string' },
        message: { type: 'string' },
        hint: { type: 'string' },
        where: {
          type: 'object',
          properties: { row: { type: 'integer', description: 'From 1.' }, column: { type: 'string' } },
        },
      },
    },
  },
}
