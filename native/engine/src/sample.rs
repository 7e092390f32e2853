//! Rows that stand for many.

/// The places of at most `most` of `count` rows, spread evenly over them: the i-th of n is ⌊i · count / n⌋.
pub(crate) fn spread(
    count: usize,
    most: usize,
) -> impl ExactSizeIterator<Item = usize> + Clone + use<> {
    let taken = count.min(most);
    (0..taken).map(move |i| (i as u64 * count as u64 / taken as u64) as usize)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_rows_are_all_taken_and_many_evenly() {
        assert_eq!(spread(0, 4).len(), 0);
        assert!(spread(4, 4).eq(0..4));
        assert!(spread(10, 4).eq([0, 2, 5, 7]));
        let places: Vec<usize> = spread(1_000_003, 1_024).collect();
        assert!(
            places
                .windows(2)
                .all(|w| (976..=977).contains(&(w[1] - w[0])))
        );
    }
}
