//! The response after a button in a row of a token list: only the row and what depends on it change.

use actix_web::HttpResponse;
use askama::Template;

use super::home::Home;
use super::list::{TokenPage, row};
use super::query::ListQuery;
use super::{ListPage, TokenActions, TokenRow};
use crate::domain::person::Action;
use crate::domain::tenant::Tenant;
use crate::error::Result;
use crate::i18n::msg;
use crate::service::granting;
use crate::service::token_details::TokenDetails;
use crate::service::visible::Readable;
use crate::store::tokens;
use crate::store::tokens::filter::Filter;
use crate::web::page::{Flash, Page};
use crate::web::respond;
use crate::web::token_urls::BackLink;

/// The response for htmx: the row, the message, and the counts if they may have changed.
#[derive(Template)]
#[template(path = "tokens/row.html")]
pub struct RowAnswer {
    /// The current list.
    pub list: ListPage,
    /// The row, which stays in place.
    pub token: TokenRow,
    /// Whether the list no longer contains it.
    pub gone: bool,
    /// The message.
    pub news: Flash,
}

impl TokenPage<'_> {
    /// 200 with the row of this token of `tenant` and the message `news`, for the user's current list; `None` if they
    /// may not see it.
    pub async fn after(
        &self,
        page: Page,
        tenant: &Tenant,
        details: &TokenDetails,
        back: &BackLink,
        news: Flash,
    ) -> Result<Option<HttpResponse>> {
        if back.everywhere && !self.person.may_everywhere(Action::ReadTokens) {
            return Ok(None);
        }
        let locale = page.locale;
        // An invalid query comes from no form of Latchkey's; use the whole list then.
        let wanted: ListQuery = serde_urlencoded::from_str(&back.query).unwrap_or_default();
        let shown = if back.everywhere {
            self.at_all(page, wanted, &back.query).await?
        } else {
            self.at(page, tenant, wanted, &back.query).await?
        };
        let TokenDetails { token, reached, .. } = details;
        let now = self.state.now();
        let mut tx = self.state.db.read().await?;
        let gives = granting::can_grant(&mut tx, self.person, &token.scope, reached).await?;
        let readable = Readable::by(&mut tx, self.person, reached).await?;
        // Its name hasn't changed, so the search still matches it.
        let alone = Filter { search: token.id.to_string(), ..shown.filter };
        let gone = tokens::list::count(&mut tx, shown.of, &alone, now).await? == 0;
        drop(tx);
        let manages = self.person.may(Action::ManageTokens, &tenant.lineage);
        let acts = TokenActions::of(token.life.status(now), manages, gives);
        let prefix = &self.state.fixed.token_prefix;
        let token = row((prefix, &readable), locale, &Home::from(tenant), token, reached, acts, now);
        Ok(Some(respond::page(&RowAnswer { list: shown.list, token, gone, news })?))
    }
}
