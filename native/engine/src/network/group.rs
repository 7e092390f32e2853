//! Groups of parameters, which are stepped differently.

/// What a parameter is. Penalties and decay apply to weights and embeddings; each group but the weights has a factor on
/// its learning rate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Group {
    Weights,
    /// Weights that each member has for itself.
    OwnWeights,
    /// Biases and the shifts of normalizations.
    Biases,
    /// Tables of categories and frequencies of numbers.
    Embeddings,
    /// Learned scales, gains of normalizations and slopes.
    Scales,
    /// Running statistics: they live among the parameters, but no optimizer moves them.
    Fixed,
}

impl Group {
    pub fn is_weights(self) -> bool {
        matches!(self, Self::Weights | Self::OwnWeights)
    }

    /// The share of the penalties that a parameter bears. A penalty is, as the loss is, the mean over the members of that of
    /// each one's network: so each is held back as it would be alone.
    pub fn penalty_share(self, members: usize) -> f64 {
        match self {
            Self::Weights | Self::Embeddings => 1.0,
            Self::OwnWeights => 1.0 / members as f64,
            Self::Biases | Self::Scales | Self::Fixed => 0.0,
        }
    }
}
