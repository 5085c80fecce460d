//! The command line.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::error::{ContextKind, ContextValue};
use clap::{Args, CommandFactory as _, FromArgMatches as _, Parser, Subcommand};

use super::layers::{Settings, variable};
use super::terminal::PasswordSource;
use super::values::Secret;
use crate::domain::expiry::{Expiry, ExpiryError};
use crate::domain::id::TokenId;
use crate::domain::labels::Labels;
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
        /// Whether to fill an empty database with sample tenants and tokens.
        demo: bool,
    },
    /// Create a user.
    AdminCreate {
        /// The user to create.
        person: NewPerson,
        /// Where the password comes from.
        password: PasswordSource,
    },
    /// Reset a user's password.
    AdminResetPassword {
        /// The address they sign in with.
        email: Email,
        /// Where the password comes from.
        password: PasswordSource,
    },
    /// Create a token.
    TokenCreate(Box<NewToken>),
    /// Revoke a token.
    TokenRevoke {
        /// Its public ID.
        id: TokenId,
        /// Whether to also revoke the tokens that were created with it.
        issued: bool,
        /// Whether to skip the confirmation.
        yes: bool,
    },
    /// Verify that the audit log was not changed in the database.
    AuditVerify {
        /// Verify only this tenant.
        tenant: Option<Slug>,
        /// Also verify that the chains still contain the heads in this file.
        head: Option<PathBuf>,
    },
    /// Back up the SQLite database while it is in use.
    Backup {
        /// The file to create.
        file: PathBuf,
    },
    /// Confirm a database that was restored from a backup.
    ConfirmRestore {
        /// Whether to skip the confirmation.
        yes: bool,
    },
    /// Export the heads of the audit chains.
    AuditHead {
        /// The file to write, or standard output when `None`.
        output: Option<PathBuf>,
    },
}

/// A user to create.
#[derive(Args, Clone, Debug)]
pub struct NewPerson {
    /// Email address to sign in with
    #[arg(long, value_parser = email)]
    pub email: Email,
    /// Role: owner (everything), tenant-admin (manages the given tenants) or auditor (reads the given tenants, or all
    /// if none is given)
    #[arg(long, default_value = "owner", value_parser = role)]
    pub role: Role,
    /// Slug of a tenant for the role; can be repeated
    #[arg(long = "tenant", value_name = "SLUG", value_parser = slug)]
    pub tenants: Vec<Slug>,
    /// Language of the console for this user: en, de or fr [default: automatic]
    #[arg(long, value_parser = language)]
    pub language: Option<Locale>,
}

/// A token to create.
#[derive(Args, Clone, Debug)]
pub struct NewToken {
    /// Slug of the token's tenant
    #[arg(long, value_name = "SLUG", value_parser = slug)]
    pub tenant: Slug,
    #[command(flatten)]
    pub labels: TokenLabels,
    /// Comma-separated permissions: read, write, create, delete
    #[arg(long, value_name = "LIST", required = true, value_delimiter = ',', value_parser = permission)]
    pub permissions: Vec<Permission>,
    /// Comma-separated slugs of the modules it can access [default: none]
    #[arg(long, value_name = "LIST", value_delimiter = ',', value_parser = slug)]
    pub modules: Vec<Slug>,
    /// Slug of the app to bind it to
    #[arg(long, value_name = "SLUG", value_parser = slug)]
    pub app: Option<Slug>,
    /// Time until it expires: a number of days (30d), 1y or never
    #[arg(long, value_name = "TIME", default_value = Expiry::PRESELECTED, value_parser = lifetime)]
    pub expires_in: Expiry,
    /// Tenants it can access: this (its own) or all (including future ones)
    #[arg(long, default_value = "this", value_parser = scope)]
    pub scope: TenantScope,
    /// Also let it access the subtenants of its tenant, including future ones
    #[arg(long, conflicts_with_all = ["scope", "tenants"])]
    pub subtenants: bool,
    /// Comma-separated slugs of the tenants it can access; replaces --scope
    #[arg(long, value_name = "LIST", value_delimiter = ',', value_parser = slug, conflicts_with = "scope")]
    pub tenants: Vec<Slug>,
}

/// What people read of a token to create.
#[derive(Args, Clone, Debug)]
pub struct TokenLabels {
    /// Name of the token
    #[arg(long, value_parser = name)]
    name: Name,
    /// Description of the token
    #[arg(long, value_name = "TEXT", default_value = "", value_parser = description)]
    description: Description,
}

impl From<TokenLabels> for Labels {
    fn from(TokenLabels { name, description }: TokenLabels) -> Self {
        Self { name, description }
    }
}

/// Create, rotate, revoke and verify tenant API tokens.
#[derive(Parser)]
#[command(
    name = "latchkey",
    version,
    after_help = "Each setting is read from its flag, then its environment variable, then the settings file, then \
        its default. In the file, use the name of the flag: listen = \"127.0.0.1:8080\""
)]
pub(super) struct Cli {
    /// Settings file; if you name one, it must exist [default: latchkey.toml] [env: LATCHKEY_CONFIG]
    #[arg(long, global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,
    #[command(flatten)]
    pub settings: Settings,
    #[command(subcommand)]
    pub command: Option<CliCommand>,
}

#[derive(Subcommand)]
pub(super) enum CliCommand {
    /// Run the console and the API (default)
    Serve {
        /// Fill an empty database with sample tenants and tokens
        #[arg(long)]
        demo: bool,
    },
    /// Create users and reset passwords
    #[command(subcommand)]
    Admin(Admin),
    /// Create and revoke tokens
    #[command(subcommand)]
    Token(TokenCommand),
    /// Verify and export the audit log
    #[command(subcommand)]
    Audit(Audit),
    /// Back up the SQLite database while it is in use; also writes the audit heads to FILE.head
    Backup {
        /// Backup file to create; never overwrites a file
        #[arg(value_name = "FILE")]
        file: PathBuf,
    },
    /// After restoring a backup: show what is missing, and resume verification once you confirm
    ConfirmRestore {
        /// Skip the confirmation
        #[arg(long)]
        yes: bool,
    },
}

#[derive(Subcommand)]
pub(super) enum TokenCommand {
    /// Create a token and write its secret, and nothing else, to standard output
    Create(Box<NewToken>),
    /// Revoke a token; this can't be undone
    Revoke {
        /// Public ID of the token: tok_...
        #[arg(value_name = "TOKEN ID", value_parser = token_id)]
        id: TokenId,
        /// Also revoke the tokens that were created with it, and with those, and so on
        #[arg(long)]
        issued: bool,
        /// Skip the confirmation by name
        #[arg(long)]
        yes: bool,
    },
}

#[derive(Subcommand)]
pub(super) enum Audit {
    /// Verify every chain of audit events; exits with 1 and names the first bad event if a chain is broken
    Verify {
        /// Slug of a tenant; verifies only its chain
        #[arg(long, value_name = "SLUG", value_parser = slug)]
        tenant: Option<Slug>,
        /// File written earlier by `audit head`; also detects events cut off at the end
        #[arg(long, value_name = "FILE")]
        head: Option<PathBuf>,
    },
    /// Export the head of every chain, to store apart from the database
    Head {
        /// File to write [default: standard output]
        #[arg(long, value_name = "FILE")]
        output: Option<PathBuf>,
    },
}

#[derive(Subcommand)]
pub(super) enum Admin {
    /// Create a user
    Create {
        #[command(flatten)]
        person: NewPerson,
        #[command(flatten)]
        password: PasswordFlags,
    },
    /// Reset a user's password and end their sessions
    ResetPassword {
        /// Email address the user signs in with
        #[arg(long, value_parser = email)]
        email: Email,
        #[command(flatten)]
        password: PasswordFlags,
    },
}

/// Where the password comes from: LATCHKEY_PASSWORD or a prompt, unless one of these is given.
#[derive(Args)]
#[group(multiple = false)]
pub(super) struct PasswordFlags {
    /// Read the password from the first line of standard input [default: LATCHKEY_PASSWORD, then a prompt]
    #[arg(long)]
    password_stdin: bool,
    /// Generate a password and print it
    #[arg(long)]
    generate_password: bool,
}

/// Parses the arguments; the first one is the program's name.
pub(super) fn parse<A: Into<OsString> + Clone>(
    arguments: impl IntoIterator<Item = A>,
) -> Result<Cli, clap::Error> {
    let matches = described().try_get_matches_from(arguments).map_err(without_addresses)?;
    let cli = Cli::from_arg_matches(&matches)?;
    if let Some(CliCommand::Admin(Admin::Create { person, .. })) = &cli.command {
        let reason = match (person.role, person.tenants.is_empty()) {
            (Role::Owner, false) => {
                "an owner has access to every tenant: remove --tenant or choose another --role\n"
            }
            (Role::TenantAdmin, true) => "a tenant administrator needs at least one --tenant\n",
            _ => return Ok(cli),
        };
        return Err(Cli::command().error(clap::error::ErrorKind::ArgumentConflict, reason));
    }
    Ok(cli)
}

/// The error without the addresses it quotes: an address given in place of a command may contain a password.
fn without_addresses(mut error: clap::Error) -> clap::Error {
    let addresses: Vec<ContextKind> = error
        .context()
        .filter(|(_, value)| matches!(value, ContextValue::String(text) if text.contains("://")))
        .map(|(kind, _)| kind)
        .collect();
    for kind in addresses {
        error.insert(
            kind,
            ContextValue::String("an address (hidden, because it may contain a password)".to_owned()),
        );
    }
    error
}

/// The command line with each setting's default and variable added to its help.
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

/// The command, with the password from the variable `LATCHKEY_PASSWORD`, if set.
pub(super) fn command(given: Option<CliCommand>, password: Option<String>) -> Command {
    let source = |flags: PasswordFlags| match password {
        _ if flags.password_stdin => PasswordSource::Line,
        _ if flags.generate_password => PasswordSource::Generate,
        Some(text) => PasswordSource::Given(Secret::new(text)),
        None => PasswordSource::Ask,
    };
    match given {
        None => Command::Serve { demo: false },
        Some(CliCommand::Serve { demo }) => Command::Serve { demo },
        Some(CliCommand::Admin(Admin::Create { person, password })) => {
            Command::AdminCreate { person, password: source(password) }
        }
        Some(CliCommand::Admin(Admin::ResetPassword { email, password })) => {
            Command::AdminResetPassword { email, password: source(password) }
        }
        Some(CliCommand::Token(TokenCommand::Create(token))) => Command::TokenCreate(token),
        Some(CliCommand::Token(TokenCommand::Revoke { id, issued, yes })) => {
            Command::TokenRevoke { id, issued, yes }
        }
        Some(CliCommand::Audit(Audit::Verify { tenant, head })) => Command::AuditVerify { tenant, head },
        Some(CliCommand::Backup { file }) => Command::Backup { file },
        Some(CliCommand::ConfirmRestore { yes }) => Command::ConfirmRestore { yes },
        Some(CliCommand::Audit(Audit::Head { output })) => Command::AuditHead { output },
    }
}

fn email(text: &str) -> Result<Email, String> {
    Email::parse(text).map_err(|error| format!("enter an email address: this {error}"))
}

fn slug(text: &str) -> Result<Slug, String> {
    Slug::parse(text).map_err(|error| format!("enter a slug: this {error}"))
}

fn name(text: &str) -> Result<Name, String> {
    Name::parse(text).map_err(|error| format!("it {error}"))
}

fn description(text: &str) -> Result<Description, String> {
    Description::parse(text).map_err(|error| format!("it {error}"))
}

fn permission(text: &str) -> Result<Permission, String> {
    Permission::from_name(text).ok_or_else(|| "use read, write, create, delete".to_owned())
}

fn lifetime(text: &str) -> Result<Expiry, String> {
    // Accepts more than the console's presets: a script has no form to type a date into.
    let days = text.strip_suffix('d').and_then(|days| days.parse().ok()).filter(|days| *days > 0);
    match days {
        Some(days) => Ok(Expiry::Days(days)),
        None if text == Expiry::CUSTOM => Err(ExpiryError::Unknown),
        None => Expiry::parse(text, "", ""),
    }
    .map_err(|_| "enter a number of days (30d), 1y or never".to_owned())
}

fn scope(text: &str) -> Result<TenantScope, String> {
    match text {
        "this" => Ok(TenantScope::This),
        "all" => Ok(TenantScope::All),
        _ => Err("use this or all, or name the tenants with --tenants".to_owned()),
    }
}

fn token_id(text: &str) -> Result<TokenId, String> {
    text.parse().map_err(|_| "enter a token's public ID: tok_ and 26 letters and digits".to_owned())
}

fn role(text: &str) -> Result<Role, String> {
    Role::from_name(text).ok_or_else(|| format!("use one of {}", Role::ALL.map(Role::name).join(", ")))
}

fn language(text: &str) -> Result<Locale, String> {
    Locale::from_tag(text).ok_or_else(|| format!("use one of {}", Locale::ALL.map(Locale::tag).join(", ")))
}
