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
        let output = refusal(&["--smtp-url", odd], &[from], "");
        assert!(output.contains("it is invalid") && !output.contains("hushed"), "{output}");
    }
    let output = refusal(&["--smtp-url", "smtp://localhost", "--mail-from", "nobody"], &[], "");
    assert!(output.contains("is not a sender"), "{output}");
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
        for output in [
            refusal(&["--smtp-url", open], &[from], ""),
            refusal(&[], &[from, ("LATCHKEY_SMTP_URL", open)], ""),
        ] {
            assert!(!output.contains("hushed"), "{output}");
            for way in ["smtp-url", "LATCHKEY_SMTP_URL", "smtps://", "tls=required", "tls=none"] {
                assert!(output.contains(way), "{open}: {output}");
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
        let output = refusal(&["--smtp-url", odd], &[from], "");
        assert!(output.contains("smtp-url") && !output.contains("hushed"), "{odd}: {output}");
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
