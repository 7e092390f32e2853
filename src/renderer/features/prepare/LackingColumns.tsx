import styles from './dialogs.module.css'

/** Columns that a recipe from elsewhere names and the table lacks. */
export function LackingColumns({ columns }: { columns: readonly string[] }) {
  if (columns.length === 0) return null
  return (
    <div className={styles.lacking}>
      <p>
        {columns.length === 1
          ? 'This column is not in the table'
          : `These ${columns.length} columns are not in the table`}
        ; what the recipe says of {columns.length === 1 ? 'it' : 'them'} is left out:
      </p>
      <ul aria-label="Columns that are not in the table">
        {columns.map((name) => (
          <li key={name}>{name}</li>
        ))}
      </ul>
    </div>
  )
}
