//! The commands of the command line.

mod audit;
mod backup;
mod restore;
mod token;

use anyhow::Context as _;
use tokio::runtime;

use crate::app::{Environment, Latchkey, open};
use crate::config::terminal::{PasswordSource, say};
use crate::config::{Bootstrap, Command, Config, Invocation, Secret};
use crate::domain::random::Entropy;
use crate::domain::text::Email;
use crate::error::Error;
use crate::state::State;
use crate::store::database::instance;
use crate::{admin, demo};

/// The owner of the demo.
const DEMO_OWNER: &str = "demo@example.com";

/// Runs the command and returns when it has finished.
pub fn run(invocation: Invocation) -> anyhow::Result<()> {
    let runtime =
        runtime::Builder::new_multi_thread().enable_all().build().context("cannot start threads")?;
    runtime.block_on(async move {
        let Invocation { config, command, .. } = invocation;
        match command {
            Command::Serve { demo } => serve(&config, demo).await,
            Command::AdminCreate { person, password } => {
                let state = open_for_command(&config).await?;
                let password = read(&password, &state.entropy)?;
                if password.1 {
                    admin::create_with_generated(&state, &person, &password.0).await?;
                } else {
                    admin::create(&state, &person, &password.0).await?;
                }
                say(&format!("Created user {}.{}", person.email, next_step(password.1)));
                state.db.close().await;
                Ok(())
            }
            Command::AdminResetPassword { email, password } => {
                let state = open_for_command(&config).await?;
                let password = read(&password, &state.entropy)?;
                if password.1 {
                    admin::reset_to_generated(&state, &email, &password.0).await?;
                } else {
                    admin::reset_password(&state, &email, &password.0).await?;
                }
                say(&format!(
                    "Reset the password of {email} and ended all their sessions.{}",
                    next_step(password.1)
                ));
                state.db.close().await;
                Ok(())
            }
            Command::AuditVerify { tenant, head } => {
                let state = open_for_command(&config).await?;
                let outcome = audit::verify(&state, tenant.as_ref(), head.as_deref()).await;
                state.db.close().await;
                outcome
            }
            Command::TokenCreate(wanted) => {
                let state = open_for_command(&config).await?;
                let outcome = token::create(&state, &wanted).await;
                state.db.close().await;
                outcome
            }
            Command::TokenRevoke { id, issued, yes } => {
                let state = open_for_command(&config).await?;
                let outcome = token::revoke(&state, id, issued, yes).await;
                state.db.close().await;
                outcome
            }
            Command::Backup { file } => backup::run(&config, &file).await,
            Command::ConfirmRestore { yes } => {
                let state = open_for_command(&config).await?;
                let outcome = restore::confirm(&state, config.head_file.as_deref(), yes).await;
                state.db.close().await;
                outcome
            }
            Command::AuditHead { output } => {
                let state = open_for_command(&config).await?;
                let outcome = audit::head(&state, output.as_deref()).await;
                state.db.close().await;
                outcome
            }
        }
    })
}

async fn open_for_command(config: &Config) -> anyhow::Result<State> {
    let public_url = config.public_url(config.listen).as_str().to_owned();
    Ok(open(config, &Environment::default(), public_url).await?.0)
}

/// The password, and whether it was generated. A generated one is printed, because it is stored nowhere.
fn read(source: &PasswordSource, entropy: &Entropy) -> anyhow::Result<(Secret, bool)> {
    let password = source.read(entropy)?;
    let generated = matches!(source, PasswordSource::Generate);
    if generated {
        say(&format!("Password: {}", password.expose()));
    }
    Ok((password, generated))
}

/// What a user with a generated password has to do next.
const fn next_step(generated: bool) -> &'static str {
    if generated { " They must change it at the next sign-in." } else { "" }
}

async fn serve(config: &Config, with_demo: bool) -> anyhow::Result<()> {
    let latchkey = Latchkey::start(config, Environment::default()).await?;
    let state = latchkey.state().clone();
    let public_url = state.fixed.public_url.clone();
    say(&format!("Latchkey listens on http://{} (public address: {public_url})", latchkey.address()?));
    if with_demo {
        fill_demo(&state).await?;
    }
    let mut tx = state.db.read().await?;
    let has_owner = instance::has_owner(&mut tx).await?;
    drop(tx);
    if !has_owner {
        say(&format!(
            "First run: create the owner account at {public_url}/setup?code={}",
            state.fixed.setup_code
        ));
    }
    drop(state);
    latchkey.run().await
}

async fn fill_demo(state: &State) -> anyhow::Result<()> {
    let email = Email::parse(DEMO_OWNER).map_err(Error::internal)?;
    let password = Secret::new(state.entropy.base62(20).map_err(Error::from)?);
    // Created in demo mode as well, but it guards nothing of value: visitors sign in once and look around.
    let owner = Bootstrap { email: email.clone(), password: password.clone() };
    if !admin::bootstrap(state, &owner).await? {
        say("This database is already in use, so no sample data was added.");
        return Ok(());
    }
    let mut tx = state.db.read().await?;
    let account = crate::store::people::users::find_account(&mut tx, &email).await?;
    drop(tx);
    let account = account.context("the demo's owner does not exist")?;
    demo::fill(state, account.id, DEMO_OWNER).await?;
    say(&format!("Demo: sign in as {DEMO_OWNER} with the password {}", password.expose()));
    Ok(())
}
