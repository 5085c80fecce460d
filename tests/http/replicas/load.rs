//! What goes on all the time: every replica is asked about tokens that last and about those that are taken away.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;

use actix_web::rt;

use super::stage::Stage;
use super::withdrawal::Doomed;

/// So many ask each replica.
const CALLERS: usize = 2;

/// Those who ask, until they are told to stop.
pub struct Load {
    shared: Rc<Shared>,
    tasks: Vec<rt::task::JoinHandle<()>>,
}

struct Shared {
    stage: Rc<Stage>,
    lasting: String,
    doomed: RefCell<Vec<Rc<Doomed>>>,
    /// Of each replica: whether it may refuse what is valid.
    troubled: Vec<Cell<bool>>,
    over: Cell<bool>,
    asked: Cell<usize>,
    /// What must not have been.
    wrong: RefCell<Vec<String>>,
}

impl Load {
    /// Begins, with a secret that stays valid.
    pub fn start(stage: &Rc<Stage>, lasting: &str) -> Self {
        let shared = Rc::new(Shared {
            stage: Rc::clone(stage),
            lasting: lasting.to_owned(),
            doomed: RefCell::default(),
            troubled: stage.replicas.iter().map(|_| Cell::new(false)).collect(),
            over: Cell::new(false),
            asked: Cell::new(0),
            wrong: RefCell::default(),
        });
        let callers = (0..stage.replicas.len()).flat_map(|at| [at; CALLERS]);
        let tasks = callers.map(|at| rt::spawn(Rc::clone(&shared).ask(at))).collect();
        Self { shared, tasks }
    }

    /// From now on they ask about these.
    pub fn aim_at(&self, doomed: &[Rc<Doomed>]) {
        *self.shared.doomed.borrow_mut() = doomed.to_vec();
    }

    /// Whether that replica is in trouble: then it may refuse what is valid.
    pub fn trouble(&self, at: usize, is: bool) {
        self.shared.troubled[at].set(is);
    }

    /// Fails if anything was answered that must not be.
    #[track_caller]
    pub fn expect_right(&self) {
        assert_eq!(*self.shared.wrong.borrow(), Vec::<String>::new());
    }

    /// Stops, and tells how often they asked.
    pub async fn stop(self) -> usize {
        self.shared.over.set(true);
        for task in self.tasks {
            task.await.unwrap();
        }
        assert_eq!(*self.shared.wrong.borrow(), Vec::<String>::new());
        self.shared.asked.get()
    }
}

impl Shared {
    async fn ask(self: Rc<Self>, at: usize) {
        let replica = &self.stage.replicas[at];
        for number in 0_usize.. {
            if self.over.get() {
                return;
            }
            let doomed = self.doomed.borrow();
            let one = doomed.get(number / 2 % doomed.len().max(1)).filter(|_| number % 2 == 1).cloned();
            drop(doomed);
            match one {
                Some(one) => {
                    let ended = one.ended.get();
                    let accepted = replica.verify(one.query, &one.secret).await == 200;
                    if accepted && ended && !one.given_back.get() {
                        self.wrong.borrow_mut().push(format!("replica {at} accepted after {}", one.told()));
                    }
                }
                None => {
                    let before = self.troubled[at].get();
                    let status = replica.verify("", &self.lasting).await;
                    if status != 200 && !before && !self.troubled[at].get() {
                        self.wrong.borrow_mut().push(format!("replica {at} refused what is valid: {status}"));
                    }
                }
            }
            self.asked.set(self.asked.get() + 1);
            rt::time::sleep(Duration::from_millis(1)).await;
        }
    }
}
