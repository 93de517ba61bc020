//! Vectors against those of other programs.

use helpdex_cli::meaning::{Chunk, Embedder, ModelDir};

use crate::models::model;

fn load(name: &str) -> Embedder {
    ModelDir::open(&model(name)).unwrap().load().unwrap()
}

fn embed(embedder: &Embedder, prefix: &str, texts: &[&str]) -> Vec<Vec<f32>> {
    let chunks = texts
        .iter()
        .map(|text| Chunk::whole(format!("{prefix}{text}")));
    embedder.embed(&chunks.collect::<Vec<_>>()).unwrap()
}

fn cosine(a: &[f32], b: &[f32]) -> f32 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// Every two texts must be as similar as `expected` says, row by row, within `tolerance`.
#[track_caller]
fn assert_similarities(vectors: &[Vec<f32>], expected: &[&[f32]], tolerance: f32) {
    for (i, row) in expected.iter().enumerate() {
        for (j, expected) in row.iter().enumerate() {
            let found = cosine(&vectors[i], &vectors[j]);
            assert!(
                (found - expected).abs() <= tolerance,
                "{i}, {j}: {found}, expected {expected}"
            );
        }
    }
}

/// The figures are those of the same weights in double precision, by a program of its own.
#[test]
fn minilm_agrees_with_double_precision() {
    let texts = [
        "I forgot my password and cannot log in",
        "How do I reset my password?",
        "The printer does not print",
        "Track my order",
        "Where is my parcel?  ½ ＡＢＣ ﬁle\u{a0}now",
    ];
    let vectors = embed(&load("minilm"), "", &texts);
    let expected: [&[f32]; 5] = [
        &[1.0],
        &[0.805, 1.0],
        &[0.159, 0.184, 1.0],
        &[0.12, 0.108, 0.098, 1.0],
        &[0.165, 0.149, 0.127, 0.351, 1.0],
    ];
    assert_similarities(&vectors, &expected, 0.001);
}

/// The figures are those of the engine that the package carries, which computes with 8-bit numbers.
#[test]
fn e5_agrees_with_the_engine_of_its_package() {
    let texts = [
        "I forgot my password and cannot log in",
        "How do I reset my password?",
        "Olvidé mi contraseña y no puedo entrar",
        "Nie pamiętam hasła",
        "Ich habe mein Kennwort vergessen",
        "نسيت كلمة المرور",
        "パスワードを忘れました",
        "The printer does not print",
        "Der Drucker druckt nicht",
    ];
    let vectors = embed(&load("e5"), "query: ", &texts);
    let expected: [&[f32]; 9] = [
        &[1.0],
        &[0.896, 1.0],
        &[0.931, 0.869, 1.0],
        &[0.837, 0.793, 0.843, 1.0],
        &[0.862, 0.799, 0.847, 0.866, 1.0],
        &[0.893, 0.86, 0.883, 0.855, 0.857, 1.0],
        &[0.902, 0.875, 0.894, 0.857, 0.867, 0.896, 1.0],
        &[0.838, 0.789, 0.823, 0.81, 0.789, 0.836, 0.812, 1.0],
        &[0.816, 0.787, 0.823, 0.815, 0.832, 0.819, 0.834, 0.925, 1.0],
    ];
    assert_similarities(&vectors, &expected, 0.004);
}

#[test]
fn a_vector_does_not_depend_on_its_neighbours() {
    let embedder = load("minilm");
    let texts = [
        "reset the password",
        "print",
        "a longer text about many things, and more",
    ];
    let together = embed(&embedder, "", &texts);
    for (text, vector) in texts.iter().zip(&together) {
        let alone = &embed(&embedder, "", &[text])[0];
        let distance = alone.iter().zip(vector).map(|(a, b)| (a - b).abs());
        assert!(distance.fold(0.0, f32::max) < 1e-6, "{text}");
    }
}

#[test]
fn a_long_text_is_cut_and_an_absent_chunk_is_empty() {
    let embedder = load("minilm");
    let body = "The quick brown fox jumps over the lazy dog. ".repeat(12);
    let chunks = Chunk::of("Animals", &body, 8, 64);
    let vectors = embedder.embed(&chunks).unwrap();
    let lengths: Vec<f32> = vectors
        .iter()
        .map(|vector| cosine(vector, vector))
        .collect();
    // 120 tokens in windows of about 60 are two or three chunks.
    let filled = lengths
        .iter()
        .take_while(|length| (*length - 1.0).abs() < 1e-4)
        .count();
    assert!((2..=3).contains(&filled), "{lengths:?}");
    assert!(lengths[filled..].iter().all(|length| *length == 0.0));
    assert!(cosine(&vectors[0], &vectors[1]) > 0.6);
    // Far beyond the model's limit of 512 tokens.
    let whole = Chunk::whole("word ".repeat(100_000));
    assert!(
        (cosine(
            &embedder.embed(std::slice::from_ref(&whole)).unwrap()[0],
            &vectors[0]
        ))
        .is_finite()
    );
}
