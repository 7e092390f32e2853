//! The area under the ROC curve.

/// A row's score, as an integer in the same order, and its number.
pub(super) type Scored = (u64, u32);

/// What NaN becomes; no other score does.
const NOT_A_NUMBER: u64 = u64::MAX;

pub(super) fn scored(score: f64, row: u32) -> Scored {
    if score.is_nan() {
        return (NOT_A_NUMBER, row);
    }
    // -0 becomes 0, which ties with it. Negative numbers fall with their bits, and come before the others.
    let bits = (score + 0.0).to_bits();
    let negative = bits >> 63 == 1;
    (if negative { !bits } else { bits | 1 << 63 }, row)
}

/// The chance that a positive row scores higher than a negative one, ties counting half, each pair with the product of its
/// rows' weights (Mann and Whitney, 1947). NaN where one side has no weight or a score is NaN.
///
/// Sorts `scored` in place; rows of the same score come in the order of their numbers, so that the sums do not depend on
/// how they came.
pub(super) fn roc_auc(
    scored: &mut [Scored],
    positive: impl Fn(u32) -> bool,
    weight: impl Fn(u32) -> f64,
) -> f64 {
    scored.sort_unstable();
    if scored.last().is_some_and(|last| last.0 == NOT_A_NUMBER) {
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

#[cfg(test)]
mod tests {
    use super::{roc_auc, scored};

    #[test]
    fn scores_keep_their_order() {
        let scores = [
            f64::NEG_INFINITY,
            -1e300,
            -1.0,
            -f64::MIN_POSITIVE,
            0.0,
            f64::MIN_POSITIVE,
            0.5,
            1e300,
            f64::INFINITY,
            f64::NAN,
        ];
        for pair in scores.windows(2) {
            assert!(scored(pair[0], 0).0 < scored(pair[1], 0).0, "{pair:?}");
        }
        assert_eq!(scored(-0.0, 3), scored(0.0, 3));
        assert_eq!(scored(-f64::NAN, 3), scored(f64::NAN, 3));
    }

    #[test]
    fn pairs_by_hand() {
        let area = |scores: &[f64], positive: &[bool]| {
            let mut rows: Vec<_> = (0..).zip(scores).map(|(i, s)| scored(*s, i)).collect();
            roc_auc(&mut rows, |row| positive[row as usize], |_| 1.0)
        };
        // Of four pairs the positives tie one and lose three.
        assert_eq!(
            area(&[-2.0, 1.0, 1.0, 3.0], &[true, true, false, false]),
            0.5 / 4.0
        );
        assert_eq!(
            area(&[-2.0, 2.0, 1.0, 3.0], &[true, true, false, false]),
            1.0 / 4.0
        );
        assert_eq!(area(&[0.0, -0.0], &[true, false]), 0.5);
        assert!(area(&[0.0, f64::NAN], &[true, false]).is_nan());
        assert!(area(&[0.0, 1.0], &[true, true]).is_nan());
        assert!(area(&[], &[]).is_nan());
    }
}
