// What a table shows while its rows are on their way: that they come, and not that there are none.

/** Spread over a table in place of `loading`. */
export function loadingTable(isLoading: boolean) {
  return { loading: isLoading, ...(isLoading && { locale: { emptyText: ' ' } }) };
}
