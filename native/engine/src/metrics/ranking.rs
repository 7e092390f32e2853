//! The area under the ROC curve.

/// A row's score and its number.
pub(super) type Scored = (f64, u32);

/// The chance that a positive row scores higher than a negative one, ties counting half, each pair with the product of its
/// rows' weights (Mann and Whitney, 1947). NaN where one side has no weight or a score is NaN.
///
/// Sorts `scored` in place; rows of the same score stay in the order of their numbers, so that the sums do not depend on
/// how they came.
pub(super) fn roc_auc(
    scored: &mut [Scored],
    positive: impl Fn(u32) -> bool,
    weight: impl Fn(u32) -> f64,
) -> f64 {
    scored.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let ends = [scored.first(), scored.last()];
    // NaN sorts to an end, whatever its sign.
    if ends.into_iter().flatten().any(|(score, _)| score.is_nan()) {
        return f64::NAN;
    }
    let (mut below, mut positives, mut pairs) = (0.0, 0.0, 0.0);
    for tied in scored.chunk_by(|a, b| a.0 == b.0) {
        let (mut plus, mut minus) = (0.0, 0.0);
        for (_, row) in tied {
            let w = weight(*row);
            if positive(*row) {
                plus += w;
            } else {
                minus += w;
            }
        }
        pairs += plus * (below + 0.5 * minus);
        below += minus;
        positives += plus;
    }
    // 0 / 0 where a side has no weight.
    pairs / (positives * below)
}
