//! A ClickHouse server with a folder of its own.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Where `cargo xtask setup` puts it.
const PLACE: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../../target/clickhouse/usr/sbin/clickhouse-server"
);
/// A server that starts slowly is waited for this long.
const START: Duration = Duration::from_secs(60);

const CONFIG: &str = r#"<yandex>
<logger><level>warning</level><console>1</console></logger>
<listen_host>127.0.0.1</listen_host>
<http_port>PORT</http_port>
<path>FOLDER/</path>
<tmp_path>FOLDER/tmp/</tmp_path>
<mark_cache_size>67108864</mark_cache_size>
<users_config>FOLDER/users.xml</users_config>
<default_profile>default</default_profile>
<default_database>default</default_database>
</yandex>"#;

const USERS: &str = r#"<yandex>
<profiles><default/></profiles>
<users><default><password></password><networks><ip>127.0.0.1</ip></networks>
<profile>default</profile><quota>default</quota></default></users>
<quotas><default/></quotas>
</yandex>"#;

/// Runs until it is dropped.
pub struct ClickHouseServer {
    folder: tempfile::TempDir,
    port: u16,
    child: Child,
}

impl ClickHouseServer {
    pub fn start() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let port = TcpListener::bind("127.0.0.1:0")
            .and_then(|listener| listener.local_addr())
            .expect("a free port")
            .port();
        let place = folder.path().to_str().expect("a path in UTF-8");
        let config = CONFIG
            .replace("PORT", &port.to_string())
            .replace("FOLDER", place);
        std::fs::write(folder.path().join("config.xml"), config).expect("written");
        std::fs::write(folder.path().join("users.xml"), USERS).expect("written");
        let child = spawn(folder.path());
        let mut server = Self {
            folder,
            port,
            child,
        };
        server.wait();
        server
    }

    pub fn address(&self) -> String {
        format!("clickhouse:http://127.0.0.1:{}/questions", self.port)
    }

    /// As `kill -9`.
    pub fn kill(&mut self) {
        self.child.kill().expect("killed");
        self.child.wait().expect("ended");
    }

    pub fn restart(&mut self) {
        self.child = spawn(self.folder.path());
        self.wait();
    }

    fn wait(&mut self) {
        let started = Instant::now();
        let url = format!("http://127.0.0.1:{}/?query=SELECT%201", self.port);
        while ureq::get(&url).call().is_err() {
            let ended = self.child.try_wait().expect("a child");
            assert!(ended.is_none(), "clickhouse-server ended: {ended:?}");
            assert!(
                started.elapsed() < START,
                "clickhouse-server does not answer"
            );
            std::thread::sleep(Duration::from_millis(50));
        }
    }
}

impl Drop for ClickHouseServer {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn spawn(folder: &Path) -> Child {
    let program = std::env::var_os("CLICKHOUSE_SERVER").map_or(PathBuf::from(PLACE), PathBuf::from);
    let log = std::fs::File::create(folder.join("server.log")).expect("a log");
    Command::new(&program)
        .arg(format!(
            "--config-file={}",
            folder.join("config.xml").display()
        ))
        .current_dir(folder)
        .stdout(Stdio::null())
        .stderr(log)
        .spawn()
        .unwrap_or_else(|error| {
            let program = program.display();
            panic!("{program}: {error}; run `cargo xtask setup`, or set CLICKHOUSE_SERVER")
        })
}
