//! What articles mean, with the weights of two real models (`cargo xtask setup --models`).

mod expansions;
mod model_dirs;
mod models;
mod table;
mod vectors;
