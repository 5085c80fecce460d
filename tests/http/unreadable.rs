//! Addresses with values that no page of Latchkey's writes: a NUL, which PostgreSQL rejects, and a duplicate field.

use crate::support::both;

both! {
    async fn a_nul_in_an_address_is_no_error_of_ours(app) {
        let owner = app.owner().await;
        app.tenant(&owner, "acme").await;
        for path in [
            "/administration/tenants?q=%00",
            "/administration/tenants/acme/api?q=a%00",
            "/administration/tenants/ac%00me",
            "/administration/tenants/acme/api/tok_%00",
        ] {
            let answer = owner.get(path).await;
            assert!(answer.status < 500, "{path}: {}", answer.status);
        }
    }

    async fn a_field_that_is_given_twice_is_refused_in_a_page(app) {
        let owner = app.owner().await;
        app.tenant(&owner, "acme").await;
        for path in ["/administration/tenants?q=a&q=b", "/administration/tenants/acme/api?q=a&q=b"] {
            let answer = owner.get(path).await;
            assert_eq!(answer.status, 400, "{path}");
            assert!(answer.text().contains("<main") && !answer.text().contains("deserialize"), "{}", answer.text());
        }
    }
}
