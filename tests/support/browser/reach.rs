//! Whether everything on the page can be reached with a pointer and with the keyboard.

use super::Browser;

/// The controls that no pointer can hit, however the page is scrolled. Those that appear only with the focus get it.
const OUT_OF_REACH: &str = "const out = [];
    const before = document.activeElement;
    const controls = 'a[href], button, input:not([type=hidden]), select, textarea, summary';
    for (const e of document.querySelectorAll(controls)) {
        if (!e.checkVisibility({ visibilityProperty: true }) || e.closest('[aria-hidden=true]')) continue;
        e.focus({ preventScroll: true });
        e.scrollIntoView({ block: 'center', inline: 'nearest' });
        const box = e.getClientRects()[0];
        const hit = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
        const own = hit && (e.contains(hit) || [...(e.labels || [])].some(label => label.contains(hit)));
        if (!own) out.push(e.outerHTML.slice(0, 160) + ' is covered by ' + (hit ? hit.outerHTML.slice(0, 80) : 'nothing'));
    }
    if (document.activeElement !== document.body) document.activeElement.blur();
    if (before) before.focus({ preventScroll: true });
    scrollTo(0, 0);
    return out";

/// Why the focus is not visible; empty if it is. A field may show its ring on the frame around it.
const UNSEEN_FOCUS: &str = "const e = document.activeElement;
    if (!e || e === document.body) return 'nothing has the focus';
    const ringed = node => {
        const { outlineStyle, outlineWidth } = getComputedStyle(node);
        return outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2;
    };
    let node = e;
    while (node && !ringed(node)) node = node.parentElement;
    if (!node) return 'no ring around ' + e.outerHTML.slice(0, 200);
    const box = e.getBoundingClientRect();
    const inside = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
    return inside && box.width > 1 ? '' : 'out of sight: ' + e.outerHTML.slice(0, 200)";

impl Browser {
    /// Fails if a control cannot be reached by scrolling.
    pub async fn assert_all_in_reach(&self) {
        let out: Vec<String> = self.run(OUT_OF_REACH, vec![]).await;
        assert!(out.is_empty(), "out of reach at {}:\n{}", self.path().await, out.join("\n"));
    }

    /// Fails if nothing has the focus, or if it is not visible.
    pub async fn assert_focus_is_seen(&self) {
        let why: String = self.run(UNSEEN_FOCUS, vec![]).await;
        assert!(why.is_empty(), "{why} at {}", self.path().await);
    }
}
