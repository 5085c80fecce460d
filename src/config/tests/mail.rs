//! The settings for mail and webhooks.

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

#[test]
fn a_password_goes_to_a_mail_server_by_tls_alone_unless_it_is_said_otherwise() {
    let from = ("LATCHKEY_MAIL_FROM", "latchkey@example.com");
    for open in [
        "smtp://ann:hushed@mail.example.com",
        "smtp://ann:hushed@mail.example.com:587",
        "SMTP://ann:hushed@mail.example.com",
        "smtp://:hushed@mail.example.com",
        "smtp://ann:hushed@mail.example.com/greeting",
        "smtp://ann:hushed@mail.example.com?tls=opportunistic",
        "smtp://ann:hushed@mail.example.com#tls=required",
        // A local address doesn't prove that the mail server is what listens there.
        "smtp://ann:hushed@localhost",
        "smtp://ann:hushed@127.0.0.1:2525",
        "smtp://ann:hushed@[::1]",
    ] {
        for told in [
            refusal(&["--smtp-url", open], &[from], ""),
            refusal(&[], &[from, ("LATCHKEY_SMTP_URL", open)], ""),
        ] {
            assert!(!told.contains("hushed"), "{told}");
            for way in ["smtp-url", "LATCHKEY_SMTP_URL", "smtps://", "tls=required", "tls=none"] {
                assert!(told.contains(way), "{open}: {told}");
            }
        }
    }
    for odd in [
        "smtp://ann:hushed@mail.example.com?TLS=required",
        "smtp://ann:hushed@mail.example.com?tls=required&tls=none",
        "smtp://ann:hushed@mail.example.com?tls=none&tls=required",
        "smtp://ann:hushed@mail.example.com?starttls=required",
        "smtp://ann:hushed@mail.example.com?tls=None",
        "smtp://ann:hushed@mail.example.com?tls=",
        "smtps://ann:hushed@mail.example.com?tls=none",
        "smtp://mail.example.com?tls=never",
    ] {
        let told = refusal(&["--smtp-url", odd], &[from], "");
        assert!(told.contains("smtp-url") && !told.contains("hushed"), "{odd}: {told}");
    }
    for (fine, kept) in [
        ("smtps://ann:hushed@mail.example.com", "smtps://ann:hushed@mail.example.com"),
        (
            "smtp://ann:hushed@mail.example.com:587?tls=required",
            "smtp://ann:hushed@mail.example.com:587?tls=required",
        ),
        ("smtp://ann:hushed@mail.example.com?tls=none", "smtp://ann:hushed@mail.example.com"),
        ("smtp://mail.example.com", "smtp://mail.example.com"),
        ("smtp://mail.example.com?tls=opportunistic", "smtp://mail.example.com?tls=opportunistic"),
    ] {
        let mail = config(&["--smtp-url", fine], &[from], "").mail.unwrap();
        assert_eq!(mail.server.expose(), kept);
    }
}
