//! Groups of parameters, which are stepped differently.

/// What a parameter is. Penalties and decay apply to weights and embeddings; each group but the weights has a factor on
/// its learning rate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Group {
    Weights,
    /// Biases and the shifts of normalizations.
    Biases,
    /// Tables of categories and frequencies of numbers.
    Embeddings,
    /// Learned scales, gains of normalizations and slopes.
    Scales,
    /// Running statistics: they live among the parameters, but no optimizer moves them.
    Fixed,
}
