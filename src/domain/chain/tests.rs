use super::*;

fn key() -> ChainKey {
    ChainKey::new([3; 32])
}

fn entry(number: u128) -> StoredEvent {
    StoredEvent {
        id: Uuid::from_u128(number),
        at: 1_800_000_000_000_000,
        chain: Chain(Some(Uuid::from_u128(1).into())),
        actor_kind: "user".into(),
        actor_id: Some(Uuid::from_u128(2)),
        actor_label: "a@b".into(),
        action: "token.issued".into(),
        object_kind: "token".into(),
        object_id: None,
        object_label: format!("Token {number}"),
        before: None,
        after: Some("{}".into()),
        address: None,
        request_id: None,
    }
}

fn chain(length: u128) -> Vec<ChainedEvent> {
    let mut head = Head::default();
    (1..=length)
        .map(|number| {
            let entry = entry(number);
            let link = key().link(&entry, &head);
            head = Head { sequence: head.sequence + 1, link };
            ChainedEvent { entry, sequence: head.sequence, link: link.to_vec() }
        })
        .collect()
}

fn found(rows: &[ChainedEvent], head: Option<Head>) -> Option<(i64, Fault)> {
    let key = key();
    let mut walk = ChainVerifier::behind(&key, Head::default());
    for (place, row) in rows.iter().enumerate() {
        if !walk.step(row) {
            let finding = walk.explain(&rows[place..]).unwrap();
            return Some((finding.sequence.unwrap(), finding.fault));
        }
    }
    walk.end(head).map(|finding| (finding.sequence.unwrap(), finding.fault))
}

fn head_of(rows: &[ChainedEvent]) -> Option<Head> {
    rows.last().map(|row| Head { sequence: row.sequence, link: row.link.clone().try_into().unwrap() })
}

#[test]
fn an_untouched_chain_is_whole() {
    assert_eq!(found(&chain(9), head_of(&chain(9))), None);
    assert_eq!(found(&[], None), None);
}

#[test]
fn every_part_of_an_event_counts() {
    let changes: [fn(&mut StoredEvent); 15] = [
        |entry| entry.id = Uuid::from_u128(77),
        |entry| entry.at += 1,
        |entry| entry.chain = Chain(None),
        |entry| entry.actor_kind = "token".into(),
        |entry| entry.actor_id = None,
        |entry| entry.actor_label = "b@a".into(),
        |entry| entry.action = "token.revoked".into(),
        |entry| entry.object_kind = "app".into(),
        |entry| entry.object_id = Some(Uuid::from_u128(2)),
        |entry| entry.object_label = "x".into(),
        |entry| entry.before = Some(String::new()),
        |entry| entry.after = None,
        |entry| entry.address = Some("x".into()),
        |entry| entry.request_id = Some("x".into()),
        // A text moves from one field to the next.
        |entry| (entry.action, entry.object_kind) = ("token.issue".into(), "dtoken".into()),
    ];
    for (number, change) in changes.into_iter().enumerate() {
        let mut rows = chain(9);
        let head = head_of(&rows);
        change(&mut rows[4].entry);
        assert_eq!(found(&rows, head), Some((5, Fault::Changed)), "{number}");
    }
    let mut rows = chain(9);
    rows[4].link = vec![1; 3];
    assert_eq!(found(&rows, head_of(&chain(9))), Some((5, Fault::Changed)));
}

#[test]
fn what_is_gone_put_in_or_moved_is_named() {
    let whole = chain(9);
    let head = head_of(&whole);
    let mut gone = whole.clone();
    gone.remove(3);
    assert_eq!(found(&gone, head), Some((4, Fault::Missing)));
    assert_eq!(found(&whole[1..], head), Some((1, Fault::Missing)));
    assert_eq!(found(&whole[..8], head), Some((9, Fault::CutOff)));
    assert_eq!(found(&whole[..8], head_of(&whole[..7])), Some((8, Fault::CutOff)));
    assert_eq!(found(&[], head), Some((1, Fault::CutOff)));
    assert_eq!(found(&whole, None), Some((9, Fault::CutOff)));

    let forged = |sequence| ChainedEvent { entry: entry(50), sequence, link: vec![9; 32] };
    let mut twice = whole.clone();
    twice.insert(4, forged(4));
    assert_eq!(found(&twice, head), Some((4, Fault::Inserted)));
    twice.swap(3, 4);
    assert_eq!(found(&twice, head), Some((4, Fault::Inserted)));
    let mut pushed = whole.clone();
    pushed.insert(4, forged(5));
    pushed[5..].iter_mut().for_each(|row| row.sequence += 1);
    assert_eq!(found(&pushed, head), Some((5, Fault::Inserted)));

    for (one, other) in [(2, 3), (2, 6), (0, 8)] {
        let mut moved = whole.clone();
        moved.swap(one, other);
        for place in [one, other] {
            moved[place].sequence = whole[place].sequence;
        }
        let expected = Some((whole[one].sequence, Fault::Reordered));
        assert_eq!(found(&moved, head), expected, "{one} and {other} changed places");
        for place in [one, other] {
            moved[place].link.clone_from(&whole[place].link);
        }
        assert_eq!(found(&moved, head), expected, "their words did");
    }
}

#[test]
fn another_key_finds_everything_broken() {
    let other = ChainKey::new([4; 32]);
    assert!(!ChainVerifier::behind(&other, Head::default()).step(&chain(1)[0]));
    assert_ne!(key().mac_of([b"ab".as_slice(), b"c"]), key().mac_of([b"a".as_slice(), b"bc"]));
    assert_eq!(format!("{other:?}"), "ChainKey(hidden)");
}
