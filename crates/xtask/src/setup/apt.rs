//! Packages of Debian and its relatives.

use anyhow::{Result, bail};

use crate::run;

/// Installs packages without starting the services that come with them.
const INSTALL: &str = r#"
set -e
policy=/usr/sbin/policy-rc.d
if [ ! -e $policy ]; then
    trap 'rm -f /usr/sbin/policy-rc.d' EXIT
    printf '#!/bin/sh\nexit 101\n' >$policy
    chmod 755 $policy
fi
export DEBIAN_FRONTEND=noninteractive
apt-get -qq update
apt-get -qq install -y --no-install-recommends "$@"
"#;

/// Installs packages, as root or by sudo where that asks for no password.
pub(super) fn install(packages: &[&str]) -> Result<()> {
    let wanted = packages.join(" ");
    if run::which("apt-get").is_none() {
        bail!("there is no apt-get here; what is wanted is Debian's {wanted}");
    }
    let root = run::capture(run::command("id").arg("-u")).is_ok_and(|id| id.trim() == "0");
    if !root && run::capture(run::command("sudo").args(["-n", "true"])).is_err() {
        bail!("run `sudo apt-get install {wanted}`");
    }
    println!("setup: installing {wanted} with apt-get");
    let mut command = run::command(if root { "sh" } else { "sudo" });
    if !root {
        command.arg("sh");
    }
    command.args(["-c", INSTALL, "install"]).args(packages);
    run::capture(&mut command)?;
    Ok(())
}
