//! Folders that hold no usable model.

use std::fs;
use std::path::Path;
use std::process::Command;

use helpdex_cli::meaning::{Chunk, ModelDir, Prefixes};

use crate::models::model;

/// A folder with the files of MiniLM that can be changed; the weights are linked where possible.
fn copy() -> tempfile::TempDir {
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    for name in ["config.json", "tokenizer.json"] {
        fs::copy(model("minilm").join(name), folder.path().join(name)).unwrap();
    }
    let weights = "model.safetensors";
    let (from, to) = (model("minilm").join(weights), folder.path().join(weights));
    fs::hard_link(&from, &to)
        .or_else(|_| fs::copy(&from, &to).map(drop))
        .unwrap();
    folder
}

/// What is wrong with a folder, when it is opened or loaded.
#[track_caller]
fn error(folder: &Path) -> String {
    let opened = ModelDir::open(folder);
    let Err(error) = opened.and_then(|model| model.load().map(drop)) else {
        panic!("the model was accepted");
    };
    error.to_string()
}

#[track_caller]
fn assert_says(message: &str, parts: &[&str]) {
    for part in parts {
        assert!(message.contains(part), "no {part:?} in: {message}");
    }
}

fn replace(folder: &Path, name: &str, from: &str, to: &str) {
    let text = fs::read_to_string(folder.join(name)).unwrap();
    assert!(text.contains(from));
    fs::write(folder.join(name), text.replace(from, to)).unwrap();
}

#[test]
fn a_missing_file_is_named_with_the_layout() {
    for name in ["config.json", "tokenizer.json", "model.safetensors"] {
        let folder = copy();
        fs::remove_file(folder.path().join(name)).unwrap();
        let layout = "is missing; a model is a folder with config.json, tokenizer.json and model.safetensors";
        assert_says(&error(folder.path()), &[name, layout]);
    }
    let folder = copy();
    fs::rename(
        folder.path().join("model.safetensors"),
        folder.path().join("pytorch_model.bin"),
    )
    .unwrap();
    assert_says(&error(folder.path()), &["save it as safetensors"]);
}

#[test]
fn another_architecture_is_refused() {
    for (from, to, expected) in [
        (
            r#""model_type": "bert""#,
            r#""model_type": "llama""#,
            "`model_type` is \"llama\"",
        ),
        (
            r#""hidden_act": "gelu""#,
            r#""hidden_act": "relu""#,
            "`hidden_act` is \"relu\"",
        ),
        (
            r#""absolute""#,
            r#""relative_key""#,
            "`position_embedding_type`",
        ),
        (
            r#""num_attention_heads": 12"#,
            r#""num_attention_heads": 7"#,
            "7 attention heads",
        ),
        (
            r#""hidden_size": 384"#,
            r#""hidden_size": 768"#,
            "config.json says [30522, 768]",
        ),
        (
            r#""vocab_size": 30522"#,
            r#""vocab_size": 250037"#,
            "of different models",
        ),
        (
            r#""num_hidden_layers": 6"#,
            r#""num_hidden_layers": 7"#,
            "encoder.layer.6",
        ),
        (
            r#""hidden_size""#,
            r#""n_embd""#,
            "missing field `hidden_size`",
        ),
    ] {
        let folder = copy();
        replace(folder.path(), "config.json", from, to);
        assert_says(&error(folder.path()), &[expected]);
    }
    let folder = copy();
    fs::create_dir(folder.path().join("1_Pooling")).unwrap();
    fs::write(
        folder.path().join("1_Pooling/config.json"),
        r#"{"pooling_mode_cls_token": true, "pooling_mode_mean_tokens": false}"#,
    )
    .unwrap();
    assert_says(&error(folder.path()), &["only mean pooling is supported"]);
}

#[test]
fn damaged_files_are_named() {
    let folder = copy();
    fs::write(folder.path().join("tokenizer.json"), "{\"version\":").unwrap();
    assert_says(
        &error(folder.path()),
        &["tokenizer.json: ", "download the model's files again"],
    );

    let folder = copy();
    let weights = fs::read(model("minilm").join("model.safetensors")).unwrap();
    let path = folder.path().join("model.safetensors");
    fs::remove_file(&path).unwrap();
    fs::write(&path, &weights[..weights.len() / 2]).unwrap();
    assert_says(&error(folder.path()), &["model.safetensors: "]);

    // Weights that are no numbers load, but give no vector.
    let mut broken = weights;
    let header = u64::from_le_bytes(broken[..8].try_into().unwrap()) as usize;
    let tensors: serde_json::Value = serde_json::from_slice(&broken[8..8 + header]).unwrap();
    let start = &tensors["encoder.layer.5.output.LayerNorm.bias"]["data_offsets"][0];
    let at = 8 + header + start.as_u64().unwrap() as usize;
    broken[at..at + 4].fill(0xff);
    fs::write(&path, &broken).unwrap();
    let embedder = ModelDir::open(folder.path()).unwrap().load().unwrap();
    let error = embedder
        .embed(&[Chunk::whole("some words".into())])
        .unwrap_err();
    assert_says(
        &error.to_string(),
        &["model.safetensors", "\"some words\" is not finite"],
    );
}

#[test]
fn prefixes_come_from_the_folder() {
    let stated = Prefixes {
        query: "query: ".into(),
        passage: "passage: ".into(),
    };
    let e5 = ModelDir::open(&model("e5")).unwrap();
    assert_eq!(e5.prefixes(), &stated);
    let minilm = ModelDir::open(&model("minilm")).unwrap();
    assert_eq!(minilm.prefixes(), &Prefixes::default());
    assert_ne!(e5.fingerprint(), minilm.fingerprint());
    let folder = copy();
    fs::write(
        folder.path().join("config_sentence_transformers.json"),
        r#"{"prompts": {"query": "q: ", "document": "d: "}, "default_prompt_name": null}"#,
    )
    .unwrap();
    let own = ModelDir::open(folder.path()).unwrap();
    assert_eq!(
        (
            own.prefixes().query.as_str(),
            own.prefixes().passage.as_str()
        ),
        ("q: ", "d: ")
    );
}

#[test]
fn the_tool_calls_a_useless_folder_a_usage_error() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("content")).unwrap();
    fs::write(folder.path().join("content/a.md"), "# A\ntext").unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_helpdex"))
        .args(["build", "--model", "nowhere"])
        .current_dir(folder.path())
        .output()
        .unwrap();
    let message = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{message}");
    assert_says(&message, &["nowhere", "config.json is missing"]);
    assert!(!folder.path().join("public").exists());
}
