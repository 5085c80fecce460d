//! A page's form as a person uses it: controls by label, buttons by name, hidden fields kept.

use reqwest::{Method, Url};
use scraper::{ElementRef, Html, Selector};

/// A form with the page's values, and the button that will be pressed.
#[derive(Clone, Debug)]
pub struct Form {
    /// The address: the button's `formaction`, else the form's `action`, else the page.
    pub action: Url,
    pub method: Method,
    /// Whether it is sent as `multipart/form-data`.
    pub multipart: bool,
    /// Its controls in order, without the buttons that are not pressed.
    pub controls: Vec<Control>,
}

/// One control of a form.
#[derive(Clone, Debug)]
pub struct Control {
    /// Its `name`.
    pub name: String,
    /// Its name for people: its label or `aria-label`.
    pub label: String,
    /// The value it would send.
    pub value: Value,
}

/// The value that a control would send.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Value {
    /// Always this text: text boxes, hidden fields, the pressed button.
    Text(String),
    /// The text, if it is checked: checkboxes and radio buttons (`alone`: at most one per name).
    Tick { value: String, on: bool, alone: bool },
    /// One of these (label, value), or none.
    Choice { options: Vec<(String, String)>, chosen: Option<usize> },
    /// A file: name, media type, content. Without a name, none is chosen.
    File { name: String, media_type: String, content: Vec<u8> },
}

impl Form {
    /// The form on `page` with exactly one button of this name, with that button pressed.
    pub fn with_button(page: &Html, address: &Url, button: &str) -> Self {
        let buttons: Vec<_> = select(page.root_element(), "button, input[type=submit]")
            .filter(|element| name_of(page, *element) == button)
            .collect();
        let [pressed] = buttons.as_slice() else {
            let all: Vec<_> = select(page.root_element(), "button, input[type=submit]")
                .map(|element| name_of(page, element))
                .collect();
            panic!("{} buttons are named {button:?}; the page has {all:?}", buttons.len());
        };
        let form = match pressed.attr("form") {
            Some(id) => select(page.root_element(), &format!("form[id={id:?}]")).next(),
            None => pressed
                .ancestors()
                .filter_map(ElementRef::wrap)
                .find(|element| element.value().name() == "form"),
        };
        let form = form.unwrap_or_else(|| panic!("the button {button:?} stands in no form"));
        let attr = |name: &str| pressed.attr(&format!("form{name}")).or_else(|| form.attr(name));
        let mut inside: Vec<_> = select(form, "input, select, textarea")
            .filter(|element| element.attr("disabled").is_none() && element.attr("form").is_none())
            .collect();
        // Controls elsewhere on the page that belong to the form.
        if let Some(id) = form.attr("id") {
            inside.extend(select(page.root_element(), &format!("[form={id:?}]:not(button)")));
        }
        let mut controls: Vec<_> = inside.into_iter().filter_map(|element| control(page, element)).collect();
        if let Some(name) = pressed.attr("name") {
            let value = Value::Text(pressed.attr("value").unwrap_or_default().to_owned());
            controls.push(Control { name: name.to_owned(), label: button.to_owned(), value });
        }
        Self {
            action: address.join(attr("action").unwrap_or_default()).unwrap(),
            method: if attr("method").is_some_and(|method| method.eq_ignore_ascii_case("post")) {
                Method::POST
            } else {
                Method::GET
            },
            multipart: attr("enctype") == Some("multipart/form-data"),
            controls,
        }
    }

    /// Fills in the text box with this label, or else this name; or chooses the option in a drop-down list.
    #[must_use]
    pub fn fill(mut self, control: &str, text: &str) -> Self {
        match &mut self.one(control, |value| matches!(value, Value::Text(_) | Value::Choice { .. })).value {
            Value::Text(typed) => text.clone_into(typed),
            Value::Choice { options, chosen } => {
                *chosen = options.iter().position(|(label, value)| label == text || value == text);
                assert!(chosen.is_some(), "{control:?} offers no {text:?}: {options:?}");
            }
            Value::Tick { .. } | Value::File { .. } => {}
        }
        self
    }

    /// Checks the checkbox or radio button with this label or this value (`days_30` or `Expires=30d`).
    #[must_use]
    pub fn tick(self, control: &str) -> Self {
        self.set_tick(control, true)
    }

    /// Unchecks the checkbox.
    #[must_use]
    pub fn untick(self, control: &str) -> Self {
        self.set_tick(control, false)
    }

    /// Chooses a file.
    #[must_use]
    pub fn attach(mut self, control: &str, file: &str, media: &str, bytes: Vec<u8>) -> Self {
        let found = self.one(control, |value| matches!(value, Value::File { .. }));
        found.value = Value::File { name: file.to_owned(), media_type: media.to_owned(), content: bytes };
        self
    }

    /// Without the controls of this name, which no browser would send.
    #[must_use]
    pub fn without(mut self, name: &str) -> Self {
        assert!(self.controls.iter().any(|control| control.name == name), "no control is named {name:?}");
        self.controls.retain(|control| control.name != name);
        self
    }

    /// With an additional field, which no browser would send.
    #[must_use]
    pub fn with(mut self, name: &str, value: &str) -> Self {
        let value = Value::Text(value.to_owned());
        self.controls.push(Control { name: name.to_owned(), label: String::new(), value });
        self
    }

    /// Sets every field of this name to `value`, even to one that the page does not offer.
    #[must_use]
    pub fn forge(self, name: &str, value: &str) -> Self {
        self.without(name).with(name, value)
    }

    /// The values that the fields of this name would send.
    pub fn value(&self, name: &str) -> Vec<String> {
        self.pairs().into_iter().filter(|(field, _)| field == name).map(|(_, value)| value).collect()
    }

    /// The names and values that would be sent, in order, without files.
    pub fn pairs(&self) -> Vec<(String, String)> {
        let sent = |control: &Control| match &control.value {
            Value::Text(text) => Some(text.clone()),
            Value::Tick { value, on, .. } => on.then(|| value.clone()),
            Value::Choice { options, chosen } => chosen.map(|place| options[place].1.clone()),
            Value::File { .. } => None,
        };
        self.controls.iter().filter_map(|control| Some((control.name.clone(), sent(control)?))).collect()
    }

    fn set_tick(mut self, control: &str, want: bool) -> Self {
        let by_value = |found: &Control| match &found.value {
            Value::Tick { value, .. } => *value == control || format!("{}={value}", found.name) == control,
            _ => false,
        };
        let place = match self.controls.iter().position(by_value) {
            Some(place) => place,
            None => self.place(control, |value| matches!(value, Value::Tick { .. })),
        };
        let chosen = self.controls[place].name.clone();
        for (at, other) in self.controls.iter_mut().enumerate() {
            match &mut other.value {
                Value::Tick { on, .. } if at == place => *on = want,
                Value::Tick { on, alone: true, .. } if want && other.name == chosen => *on = false,
                _ => {}
            }
        }
        self
    }

    fn one(&mut self, control: &str, fits: impl Fn(&Value) -> bool) -> &mut Control {
        let place = self.place(control, fits);
        &mut self.controls[place]
    }

    /// Labels come first, as for people.
    fn place(&self, control: &str, fits: impl Fn(&Value) -> bool) -> usize {
        let places = |key: fn(&Control) -> &str| -> Vec<usize> {
            let found =
                |(at, found): (usize, &Control)| (key(found) == control && fits(&found.value)).then_some(at);
            self.controls.iter().enumerate().filter_map(found).collect()
        };
        let (by_label, by_name) = (places(|found| &found.label), places(|found| &found.name));
        match (by_label.as_slice(), by_name.as_slice()) {
            ([place], _) | ([], [place]) => *place,
            _ => {
                let all: Vec<_> = self.controls.iter().map(|found| (&found.label, &found.name)).collect();
                panic!("not exactly one fitting control is called {control:?}; the form has {all:?}")
            }
        }
    }
}

fn control(page: &Html, element: ElementRef<'_>) -> Option<Control> {
    let name = element.attr("name")?.to_owned();
    let label = name_of(page, element);
    let given = || element.attr("value").map(str::to_owned);
    let on = element.attr("checked").is_some();
    let value = match (element.value().name(), element.attr("type").unwrap_or("text")) {
        // HTML drops the line break right after the opening tag.
        ("textarea", _) => Value::Text(element.text().collect()),
        ("select", _) => choice(element),
        (_, "submit" | "button" | "image" | "reset") => return None,
        (_, kind @ ("checkbox" | "radio")) => {
            Value::Tick { value: given().unwrap_or_else(|| "on".to_owned()), on, alone: kind == "radio" }
        }
        (_, "file") => Value::File { name: String::new(), media_type: String::new(), content: Vec::new() },
        _ => Value::Text(given().unwrap_or_default()),
    };
    Some(Control { name, label, value })
}

fn choice(element: ElementRef<'_>) -> Value {
    let read = |option: ElementRef<'_>| {
        let label = squeeze(&option.text().collect::<String>());
        let value = option.attr("value").map_or_else(|| label.clone(), str::to_owned);
        (label, value)
    };
    let chosen = select(element, "option").position(|option| option.attr("selected").is_some());
    let options: Vec<_> = select(element, "option").map(read).collect();
    let chosen = chosen.or((!options.is_empty()).then_some(0));
    Value::Choice { options, chosen }
}

/// The element's name for people: `aria-labelledby`, `aria-label`, its labels, its own text, in this order.
pub fn name_of(page: &Html, element: ElementRef<'_>) -> String {
    let text = |element: ElementRef<'_>| squeeze(&visible_text(element));
    let by_id = |id: &str| select(page.root_element(), &format!("[id={id:?}]")).next().map(text);
    if let Some(ids) = element.attr("aria-labelledby") {
        return ids.split_whitespace().filter_map(by_id).collect::<Vec<_>>().join(" ");
    }
    if let Some(label) = element.attr("aria-label") {
        return squeeze(label);
    }
    if matches!(element.value().name(), "input" | "select" | "textarea") {
        if element.attr("type") == Some("submit") {
            return element.attr("value").unwrap_or_default().to_owned();
        }
        let by_for = element
            .attr("id")
            .and_then(|id| select(page.root_element(), &format!("label[for={id:?}]")).next().map(text));
        let around =
            || element.ancestors().filter_map(ElementRef::wrap).find(|up| up.value().name() == "label");
        return by_for.or_else(|| around().map(text)).unwrap_or_default();
    }
    text(element)
}

/// The text for assistive technology: without what is hidden from everyone or from it.
fn visible_text(element: ElementRef<'_>) -> String {
    let mut text = String::new();
    for child in element.children() {
        if let Some(plain) = child.value().as_text() {
            text.push_str(plain);
        } else if let Some(inner) = ElementRef::wrap(child)
            && inner.attr("hidden").is_none()
            && inner.attr("aria-hidden") != Some("true")
            && !matches!(inner.value().name(), "script" | "style" | "template")
        {
            text.push_str(&visible_text(inner));
        }
    }
    text
}

/// Replaces every run of white space with one space, and trims.
pub fn squeeze(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The elements below `element` that `selector` matches.
pub fn select<'a>(element: ElementRef<'a>, selector: &str) -> impl Iterator<Item = ElementRef<'a>> {
    let selector = Selector::parse(selector).unwrap();
    element.select(&selector).collect::<Vec<_>>().into_iter()
}
