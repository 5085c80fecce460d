//! How mail and webhooks are set up.

use super::{config, refusal};

#[test]
fn mail_needs_a_server_and_somebody_who_sends() {
    let from = ("LATCHKEY_MAIL_FROM", "latchkey@example.com");
    assert!(config(&[], &[], "").mail.is_none());
    assert!(refusal(&["--smtp-url", "smtp://localhost"], &[], "").contains("mail-from must be set too"));
    assert!(refusal(&[], &[from], "").contains("smtp-url must be set too"));
    for odd in
        ["mail.example.com", "https://u:hushed@mail", "smtp://u:hushed@", "smtp://u:hushed@h?tls=perhaps"]
    {
        let told = refusal(&["--smtp-url", odd], &[from], "");
        assert!(told.contains("it is invalid") && !told.contains("hushed"), "{told}");
    }
    let told = refusal(&["--smtp-url", "smtp://localhost", "--mail-from", "nobody"], &[], "");
    assert!(told.contains("is not a sender"), "{told}");
    assert!(refusal(&["--webhook-allow-private", "all"], &[], "").contains("neither an address"));
}
