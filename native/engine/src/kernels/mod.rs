//! Everything that is fast and unsafe: vectors, products, the threads of a step and the passes through a network.
//! Nothing outside this folder contains unsafe code.
#![allow(unsafe_code)]
// Lanes and tiles are index arithmetic; counted loops are also what the compiler unrolls into registers.
#![allow(clippy::needless_range_loop)]

mod ahead;
#[cfg(target_arch = "x86_64")]
mod avx2;
#[cfg(target_arch = "x86_64")]
mod avx512;
mod batch;
mod buffer;
mod columns;
mod combine;
mod denormals;
mod dropout;
mod encode;
mod front;
mod gather;
mod gradient;
pub(crate) mod lookup;
mod lying;
pub(crate) mod machine;
mod narrow;
#[cfg(target_arch = "aarch64")]
mod neon;
mod normalize;
mod objective;
mod orthogonal;
mod pace;
mod pairs;
pub(crate) mod panels;
mod passes;
mod pointwise;
mod portable;
mod product;
pub mod real;
mod simd;
mod store;
pub mod table;
mod team;
mod update;
