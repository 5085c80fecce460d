//! A NUL in what an address carries: PostgreSQL takes none in any text.

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
}
