import Papa from 'papaparse'

/** Records of an RFC 4180 text in UTF-8; a final line end begins no record. */
export function strictRecords(text) {
  if (text === '') return []
  const { data } = Papa.parse(text, { delimiter: ',', quoteChar: '"', newline: '\r\n' })
  if (data.length > 0 && data.at(-1).length === 1 && data.at(-1)[0] === '') data.pop()
  return data
}

/** Papaparse with automatic settings: it is given a text and guesses delimiter and line ends. */
export function automaticRecords(bytes) {
  const text = new TextDecoder().decode(bytes)
  if (text === '') return []
  return Papa.parse(text, { skipEmptyLines: true }).data
}

/** Records as a table, where it is known whether a header is to be expected. */
export function tableFrom(records, hasHeader) {
  return hasHeader ? { header: records[0] ?? [], rows: records.slice(1) } : { header: null, rows: records }
}
