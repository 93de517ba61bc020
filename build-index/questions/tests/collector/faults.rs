//! What goes wrong around a collector loses nothing that it acknowledged.
