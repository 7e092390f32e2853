//! Errors with a kind that a program can act on and a message that a person can.

use std::fmt;

/// What went wrong, as a stable word that crosses the boundary to JavaScript.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErrorKind {
    /// A field of the run's description is out of range, unknown or contradicts another.
    InvalidSpec,
    /// Two shapes that must agree do not.
    ShapeMismatch,
    /// NaN or infinity in the data, or a target outside what the loss accepts.
    NonFiniteData,
    /// A target value that the loss cannot use (a class index out of range, a label other than 0 or 1).
    InvalidTarget,
    /// A value of a categorical column that is none of its levels.
    InvalidCategory,
    /// The run needs more memory than is available.
    OutOfMemory,
    /// The loss became NaN or infinite.
    Diverged,
    /// The weights that a run is to begin with are not its network's, or not finite.
    UnfitWeights,
    /// The bytes are not a checkpoint, are damaged, or come from a newer version.
    CorruptedCheckpoint,
    /// The checkpoint is sound but belongs to another run.
    CheckpointMismatch,
    /// A defect of the engine itself.
    Internal,
}

impl ErrorKind {
    /// The word used outside the engine.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::InvalidSpec => "invalid-spec",
            Self::ShapeMismatch => "shape-mismatch",
            Self::NonFiniteData => "non-finite-data",
            Self::InvalidTarget => "invalid-target",
            Self::InvalidCategory => "invalid-category",
            Self::OutOfMemory => "out-of-memory",
            Self::Diverged => "diverged",
            Self::UnfitWeights => "unfit-weights",
            Self::CorruptedCheckpoint => "corrupted-checkpoint",
            Self::CheckpointMismatch => "checkpoint-mismatch",
            Self::Internal => "internal",
        }
    }
}

/// An error of the engine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EngineError {
    pub kind: ErrorKind,
    pub message: String,
}

pub type Result<T> = std::result::Result<T, EngineError>;

impl EngineError {
    pub fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self {
            kind,
            message: message.into(),
        }
    }
}

impl fmt::Display for EngineError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.kind.as_str(), self.message)
    }
}

impl std::error::Error for EngineError {}
