//! A proxy as a child process, with a configuration of `docs/proxies` in which only addresses are replaced.

use std::fs::{self, File};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use tempfile::TempDir;

/// Which proxy.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Which {
    /// nginx with `auth_request`.
    Nginx,
    /// Caddy with `forward_auth`.
    Caddy,
}

/// A running proxy. Dropping it stops the proxy.
pub struct Proxy {
    /// Where it listens.
    pub address: SocketAddr,
    process: Child,
    _folder: TempDir,
}

impl Proxy {
    /// Starts one for `api` that asks `latchkey`, and waits until it listens.
    pub fn start(which: Which, latchkey: SocketAddr, api: SocketAddr) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let address = free();
        let mut command = match which {
            Which::Nginx => nginx(folder.path(), address, latchkey, api),
            Which::Caddy => caddy(folder.path(), address, latchkey, api),
        };
        let log = File::create(folder.path().join("log")).unwrap();
        command.stdin(Stdio::null()).stdout(log.try_clone().unwrap()).stderr(log);
        let process = command.spawn().unwrap_or_else(|error| {
            panic!("{which:?} cannot be started ({error}): run scripts/test, which installs it")
        });
        let mut proxy = Self { address, process, _folder: folder };
        proxy.wait();
        proxy
    }

    fn wait(&mut self) {
        for _ in 0..500 {
            if TcpStream::connect(self.address).is_ok() {
                return;
            }
            let log = || fs::read_to_string(self._folder.path().join("log")).unwrap_or_default();
            assert!(self.process.try_wait().unwrap().is_none(), "the proxy ended: {}", log());
            std::thread::sleep(Duration::from_millis(20));
        }
        panic!("the proxy does not listen");
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.process.kill().ok();
        self.process.wait().ok();
    }
}

fn nginx(folder: &Path, own: SocketAddr, latchkey: SocketAddr, api: SocketAddr) -> Command {
    let site = documented("nginx.conf")
        .replace("listen 8000 ", &format!("listen {own} "))
        .replace("127.0.0.1:8080", &latchkey.to_string())
        .replace("127.0.0.1:9000", &api.to_string());
    fs::write(folder.join("latchkey.conf"), site).unwrap();
    // What Debian's nginx.conf has around it. A single process, so that killing it leaves none behind.
    let spools: String = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
        .iter()
        .map(|kind| format!("{kind}_temp_path {}/{kind};\n", folder.display()))
        .collect();
    let around = format!(
        "daemon off; master_process off; pid {0}/pid; error_log stderr warn;\nevents {{}}\n\
         http {{\naccess_log off;\n{spools}include {0}/latchkey.conf;\n}}\n",
        folder.display()
    );
    fs::write(folder.join("nginx.conf"), around).unwrap();
    let program = if Path::new("/usr/sbin/nginx").exists() { "/usr/sbin/nginx" } else { "nginx" };
    let mut command = Command::new(program);
    command.arg("-p").arg(folder).arg("-e").arg("stderr").arg("-c").arg(folder.join("nginx.conf"));
    command
}

fn caddy(folder: &Path, own: SocketAddr, latchkey: SocketAddr, api: SocketAddr) -> Command {
    let site = documented("Caddyfile")
        .replace("\n:8000 {", &format!("\n:{} {{\n\tbind {}", own.port(), own.ip()))
        .replace("127.0.0.1:8080", &latchkey.to_string())
        .replace("127.0.0.1:9000", &api.to_string());
    // Several run at once, so they can't share the address of the admin API.
    let text = format!("{{\n\tadmin off\n}}\n{site}");
    fs::write(folder.join("Caddyfile"), text).unwrap();
    let mut command = Command::new("caddy");
    command.arg("run").arg("--adapter").arg("caddyfile").arg("--config").arg(folder.join("Caddyfile"));
    command.env("HOME", folder).env("XDG_DATA_HOME", folder).env("XDG_CONFIG_HOME", folder);
    command
}

/// A file of `docs/proxies`. It must contain each address that is replaced, or the test would test something else.
fn documented(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/proxies").join(name);
    let text = fs::read_to_string(path).unwrap();
    for address in ["127.0.0.1:8080", "127.0.0.1:9000", "8000 "] {
        assert!(text.contains(address), "{name} does not name {address}");
    }
    text
}

/// An address where nobody listens.
pub fn free() -> SocketAddr {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap()
}
