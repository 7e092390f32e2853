//! What cells are, told by what stands where in them: a mask of bits for each cell, its last byte's the highest.

/// A mask for each of a batch's cells, in a processor's vectors.
///
/// # Safety
/// Whoever calls is compiled for the vectors' instructions.
pub trait Masks: Copy {
    /// The same mask for every cell, its bits those of a small number; -1 has all.
    unsafe fn all(number: i16) -> Self;
    unsafe fn and(self, other: Self) -> Self;
    unsafe fn or(self, other: Self) -> Self;
    unsafe fn xor(self, other: Self) -> Self;
    unsafe fn minus(self, other: Self) -> Self;
    /// Every bit at the next higher place.
    unsafe fn up(self) -> Self;
    /// The number of bits of each mask.
    unsafe fn count(self) -> Self;
    /// Masks where another one has bits; none elsewhere.
    unsafe fn where_any(self, other: Self) -> Self;
    /// A bit for each cell whose mask is no zero.
    unsafe fn any(self) -> u16;
    /// A bit for each cell whose masks are equal.
    unsafe fn equals(self, other: Self) -> u16;
    /// A bit for each cell whose mask is lower than another one, both small numbers.
    unsafe fn is_below(self, other: Self) -> u16;
}

/// What stands in the cells, beyond them as well.
pub struct Seen<M> {
    pub digits: M,
    pub zeros: M,
    pub marks: M,
    pub dashes: M,
    /// The cells themselves.
    pub inside: M,
}

/// What a batch's cells are, a bit a cell.
pub struct Judged {
    /// Without sign, group and exponent: digits with at most one mark.
    pub number: u16,
    pub negative: u16,
    pub has_mark: u16,
    /// Digits stand before the mark.
    pub has_whole: u16,
    /// The mark could stand between thousands, too.
    pub group: u16,
}

/// Where digits stand in cells that are numbers.
pub struct Digits<M> {
    pub digits: M,
    /// Up to the mark; nothing where there is none.
    pub fronts: M,
    /// How many digits stand behind the mark.
    pub places: M,
}

/// # Safety
/// The caller is compiled for the instructions of `M`.
#[inline(always)]
pub unsafe fn judge<M: Masks>(seen: Seen<M>) -> (Judged, Digits<M>) {
    let Seen { zeros, inside, .. } = seen;
    // SAFETY: as the caller promises.
    unsafe {
        let (one, all) = (M::all(1), M::all(-1));
        let digits = seen.digits.and(inside);
        let marks = seen.marks.and(inside);
        let dash = seen.dashes.and(lowest(inside));
        let known = digits.or(marks).or(dash);
        let before_mark = marks.minus(one);
        // Up to the mark, or all where there is none.
        let front = marks.or(before_mark);
        let has_mark = marks.any();
        let places = front.xor(all).count();
        let whole = digits.and(front).count();
        let has_whole = whole.any();
        let leading = lowest(inside.xor(dash));
        let zero_first = zeros.and(leading).any();
        let number = known.equals(inside)
            & !marks.and(before_mark).any()
            & digits.any()
            & !(zero_first & one.is_below(whole));
        let judged = Judged {
            number,
            negative: dash.any(),
            has_mark,
            has_whole,
            group: places.equals(M::all(3))
                & whole.is_below(M::all(4))
                & has_whole
                & has_mark
                & !zero_first,
        };
        let digits = Digits {
            digits,
            fronts: front.where_any(marks),
            places,
        };
        (judged, digits)
    }
}

/// The lowest bit of each mask, whose bits have no gaps.
///
/// # Safety
/// The caller is compiled for the instructions of `M`.
#[inline(always)]
unsafe fn lowest<M: Masks>(masks: M) -> M {
    // SAFETY: as the caller promises.
    unsafe { masks.and(masks.up().xor(masks)) }
}
