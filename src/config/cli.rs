//! The command line.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Args, CommandFactory as _, FromArgMatches as _, Parser, Subcommand};

use super::layers::{Settings, variable};
use super::terminal::PasswordSource;
use super::values::Secret;
use crate::domain::expiry::{Expiry, ExpiryError};
use crate::domain::id::TokenId;
use crate::domain::permission::Permission;
use crate::domain::person::Role;
use crate::domain::text::{Description, Email, Name, Slug};
use crate::domain::token::TenantScope;
use crate::i18n::Locale;

/// What to do.
#[derive(Debug)]
pub enum Command {
    /// Serve the console and the API until stopped.
    Serve {
        /// Whether to fill a fresh database with believable tenants and tokens.
        demo: bool,
    },
    /// Make a person.
    AdminCreate {
        /// Who.
        person: NewPerson,
        /// Where the password comes from.
        password: PasswordSource,
    },
    /// Give a person a new password.
    AdminResetPassword {
        /// The address they sign in with.
        email: Email,
        /// Where the password comes from.
        password: PasswordSource,
    },
    /// Issue a token.
    TokenCreate(Box<NewToken>),
    /// Revoke a token.
    TokenRevoke {
        /// Which.
        id: TokenId,
        /// Whether the tokens that were issued with it are revoked too.
        issued: bool,
        /// Whether not to ask.
        yes: bool,
    },
    /// Look whether somebody changed the audit events past Latchkey.
    AuditVerify {
        /// Only those of this tenant.
        tenant: Option<Slug>,
        /// Whether they still contain the heads in this file.
        head: Option<PathBuf>,
    },
    /// Copy the embedded database while it is in use.
    Backup {
        /// The file to make.
        file: PathBuf,
    },
    /// Let a database count that was put back from a backup.
    ConfirmRestore {
        /// Whether not to ask.
        yes: bool,
    },
    /// Give the heads of the chains of audit events.
    AuditHead {
        /// The file to write; standard output when `None`.
        output: Option<PathBuf>,
    },
}

/// A person to make.
#[derive(Args, Clone, Debug)]
pub struct NewPerson {
    /// Address to sign in with
    #[arg(long, value_parser = email)]
    pub email: Email,
    /// What they may do: owner (everything), tenant-admin (the given tenants), auditor (reads the given tenants, or
    /// everything when none is given)
    #[arg(long, default_value = "owner", value_parser = role)]
    pub role: Role,
    /// Slug of a tenant they get the role in; may be given several times
    #[arg(long = "tenant", value_name = "SLUG", value_parser = slug)]
    pub tenants: Vec<Slug>,
    /// Language of their pages: en, de or fr; unset follows the tenant and the browser
    #[arg(long, value_parser = language)]
    pub language: Option<Locale>,
}

/// A token to issue.
#[derive(Args, Clone, Debug)]
pub struct NewToken {
    /// Slug of the tenant that the token belongs to
    #[arg(long, value_name = "SLUG", value_parser = slug)]
    pub tenant: Slug,
    /// What people shall call it
    #[arg(long, value_parser = name)]
    pub name: Name,
    /// What it is for
    #[arg(long, value_name = "TEXT", default_value = "", value_parser = description)]
    pub description: Description,
    /// What it may do: read, write, create, delete, with commas between them
    #[arg(long, value_name = "LIST", required = true, value_delimiter = ',', value_parser = permission)]
    pub permissions: Vec<Permission>,
    /// Slugs of the modules that it opens, with commas between them; without it none
    #[arg(long, value_name = "LIST", value_delimiter = ',', value_parser = slug)]
    pub modules: Vec<Slug>,
    /// Slug of the app that it is bound to
    #[arg(long, value_name = "SLUG", value_parser = slug)]
    pub app: Option<Slug>,
    /// How long it works: days (30d), 1y or never
    #[arg(long, value_name = "TIME", default_value = Expiry::PRESELECTED, value_parser = lifetime)]
    pub expires_in: Expiry,
    /// Which tenants it reaches: this (its own), or all, including future ones
    #[arg(long, default_value = "this", value_parser = scope)]
    pub scope: TenantScope,
    /// Let it reach the tenants below its own too, including future ones
    #[arg(long, conflicts_with_all = ["scope", "tenants"])]
    pub subtenants: bool,
    /// Slugs of the tenants that it reaches, with commas between them, in place of --scope
    #[arg(long, value_name = "LIST", value_delimiter = ',', value_parser = slug, conflicts_with = "scope")]
    pub tenants: Vec<Slug>,
}

/// Issues, reveals once, watches and revokes tenant API tokens, and verifies them.
#[derive(Parser)]
#[command(
    name = "latchkey",
    version,
    after_help = "Settings are taken from their flag, else their variable, else \
    the file, else their default. In the file a setting has the name of its flag: listen = \"127.0.0.1:8080\""
)]
pub(super) struct Cli {
    /// File with settings; latchkey.toml need not exist, one that is named must [default: latchkey.toml]
    /// [env: LATCHKEY_CONFIG]
    #[arg(long, global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,
    #[command(flatten)]
    pub settings: Settings,
    #[command(subcommand)]
    pub command: Option<Given>,
}

#[derive(Subcommand)]
pub(super) enum Given {
    /// Serve the console and the API (the default)
    Serve {
        /// Fill a fresh database with believable tenants and tokens to click through
        #[arg(long)]
        demo: bool,
    },
    /// Make people, and help them back in, from the machine Latchkey runs on
    #[command(subcommand)]
    Admin(Admin),
    /// Issue and revoke tokens from the machine Latchkey runs on
    #[command(subcommand)]
    Token(TokenCommand),
    /// Check that nobody changed the audit events in the database
    #[command(subcommand)]
    Audit(Audit),
    /// Copy the SQLite database into a new file while it is in use; beside it FILE.head gets the audit heads
    Backup {
        /// File to make; one that is there already is never overwritten
        #[arg(value_name = "FILE")]
        file: PathBuf,
    },
    /// After a restore: show what the database lacks, and let verification go on with it once that is confirmed
    ConfirmRestore {
        /// Do not ask
        #[arg(long)]
        yes: bool,
    },
}

#[derive(Subcommand)]
pub(super) enum TokenCommand {
    /// Issue a token; its secret is all that is written to standard output, once
    Create(Box<NewToken>),
    /// End a token for good
    Revoke {
        /// Its public id: tok_...
        #[arg(value_name = "TOKEN ID", value_parser = token_id)]
        id: TokenId,
        /// Also revoke the tokens that were issued with it, and with those, and so on
        #[arg(long)]
        issued: bool,
        /// Do not ask for its name
        #[arg(long)]
        yes: bool,
    },
}

#[derive(Subcommand)]
pub(super) enum Audit {
    /// Walk every chain of audit events and name the first broken one; exit code 1 when there is any
    Verify {
        /// Slug of a tenant: walk its chain alone
        #[arg(long, value_name = "SLUG", value_parser = slug)]
        tenant: Option<Slug>,
        /// File that `audit head` made earlier: what it knows must still be there, so that events cut off at the end
        /// are missed too
        #[arg(long, value_name = "FILE")]
        head: Option<PathBuf>,
    },
    /// Give the head of every chain, to be kept apart from the database
    Head {
        /// File to write; without it standard output
        #[arg(long, value_name = "FILE")]
        output: Option<PathBuf>,
    },
}

#[derive(Subcommand)]
pub(super) enum Admin {
    /// Make a person
    Create {
        #[command(flatten)]
        person: NewPerson,
        #[command(flatten)]
        password: PasswordFlags,
    },
    /// Give a person a new password; it ends their sessions
    ResetPassword {
        /// Address they sign in with
        #[arg(long, value_parser = email)]
        email: Email,
        #[command(flatten)]
        password: PasswordFlags,
    },
}

/// The password is taken from LATCHKEY_PASSWORD, else asked for, unless one of these is given.
#[derive(Args)]
#[group(multiple = false)]
pub(super) struct PasswordFlags {
    /// Read the password from the first line of standard input; without this it comes from LATCHKEY_PASSWORD, else it
    /// is asked for
    #[arg(long)]
    password_stdin: bool,
    /// Make a password and print it
    #[arg(long)]
    generate_password: bool,
}

/// Reads the arguments, the program's name first.
pub(super) fn parse<A: Into<OsString> + Clone>(
    arguments: impl IntoIterator<Item = A>,
) -> Result<Cli, clap::Error> {
    let cli = Cli::from_arg_matches(&described().try_get_matches_from(arguments)?)?;
    if let Some(Given::Admin(Admin::Create { person, .. })) = &cli.command {
        let reason = match (person.role, person.tenants.is_empty()) {
            (Role::Owner, false) => {
                "an owner may do everything everywhere: leave --tenant out, or choose another --role\n"
            }
            (Role::TenantAdmin, true) => "a tenant administrator needs at least one --tenant\n",
            _ => return Ok(cli),
        };
        return Err(Cli::command().error(clap::error::ErrorKind::ArgumentConflict, reason));
    }
    Ok(cli)
}

/// The command line with each setting's default and variable in its help, taken from where they are defined.
fn described() -> clap::Command {
    let defaults = toml::Table::try_from(Settings::defaults()).unwrap_or_default();
    Cli::command().mut_args(|argument| {
        let Some(name) = argument.get_long().map(str::to_owned) else { return argument };
        if argument.get_help_heading() != Some("Settings") {
            return argument;
        }
        let help = argument.get_help().map(ToString::to_string).unwrap_or_default();
        let default =
            defaults.get(&name).and_then(toml::Value::as_str).map(|text| format!(" [default: {text}]"));
        argument.help(format!("{help}{} [env: {}]", default.unwrap_or_default(), variable(&name)))
    })
}

/// The command, with the password that the variable `LATCHKEY_PASSWORD` gives, if any.
pub(super) fn command(given: Option<Given>, password: Option<String>) -> Command {
    let source = |flags: PasswordFlags| match password {
        _ if flags.password_stdin => PasswordSource::Line,
        _ if flags.generate_password => PasswordSource::Generate,
        Some(text) => PasswordSource::Given(Secret::new(text)),
        None => PasswordSource::Ask,
    };
    match given {
        None => Command::Serve { demo: false },
        Some(Given::Serve { demo }) => Command::Serve { demo },
        Some(Given::Admin(Admin::Create { person, password })) => {
            Command::AdminCreate { person, password: source(password) }
        }
        Some(Given::Admin(Admin::ResetPassword { email, password })) => {
            Command::AdminResetPassword { email, password: source(password) }
        }
        Some(Given::Token(TokenCommand::Create(token))) => Command::TokenCreate(token),
        Some(Given::Token(TokenCommand::Revoke { id, issued, yes })) => {
            Command::TokenRevoke { id, issued, yes }
        }
        Some(Given::Audit(Audit::Verify { tenant, head })) => Command::AuditVerify { tenant, head },
        Some(Given::Backup { file }) => Command::Backup { file },
        Some(Given::ConfirmRestore { yes }) => Command::ConfirmRestore { yes },
        Some(Given::Audit(Audit::Head { output })) => Command::AuditHead { output },
    }
}

fn email(text: &str) -> Result<Email, String> {
    Email::parse(text).map_err(|error| format!("an e-mail address is asked for, and this {error}"))
}

fn slug(text: &str) -> Result<Slug, String> {
    Slug::parse(text).map_err(|error| format!("a tenant's slug is asked for, and this {error}"))
}

fn name(text: &str) -> Result<Name, String> {
    Name::parse(text).map_err(|error| format!("it {error}"))
}

fn description(text: &str) -> Result<Description, String> {
    Description::parse(text).map_err(|error| format!("it {error}"))
}

fn permission(text: &str) -> Result<Permission, String> {
    Permission::from_name(text).ok_or_else(|| "choose from read, write, create, delete".to_owned())
}

fn lifetime(text: &str) -> Result<Expiry, String> {
    // More than the presets of the console: a script has no form to type a date into.
    let days = text.strip_suffix('d').and_then(|days| days.parse().ok()).filter(|days| *days > 0);
    match days {
        Some(days) => Ok(Expiry::Days(days)),
        None if text == Expiry::CUSTOM => Err(ExpiryError::Unknown),
        None => Expiry::parse(text, "", ""),
    }
    .map_err(|_| "give days (30d), 1y or never".to_owned())
}

fn scope(text: &str) -> Result<TenantScope, String> {
    match text {
        "this" => Ok(TenantScope::This),
        "all" => Ok(TenantScope::All),
        _ => Err("choose this or all, or name tenants by --tenants".to_owned()),
    }
}

fn token_id(text: &str) -> Result<TokenId, String> {
    text.parse().map_err(|_| "a token's public id is asked for: tok_ and 26 letters and digits".to_owned())
}

fn role(text: &str) -> Result<Role, String> {
    Role::from_name(text).ok_or_else(|| format!("choose one of {}", Role::ALL.map(Role::name).join(", ")))
}

fn language(text: &str) -> Result<Locale, String> {
    Locale::from_tag(text).ok_or_else(|| format!("choose one of {}", Locale::ALL.map(Locale::tag).join(", ")))
}
