//! Signals, memos and effects, of which Leptos' code exists once and not for each type of value.

use std::any::Any;
use std::marker::PhantomData;

use leptos::prelude as own;
use leptos::prelude::{Set, Track, Update, UpdateUntracked, With, WithUntracked};

type Erased = Box<dyn Any + Send + Sync>;

type ReadAgain = dyn Fn(Option<&Erased>) -> Erased + Send + Sync;

fn seen<T: 'static>(value: &Erased) -> Option<&T> {
    (**value).downcast_ref()
}

/// A value that is derived from others, and tells of it only when it is another one.
pub struct Memo<T>(own::Memo<Erased>, PhantomData<fn() -> T>);

/// A value that tells of its changes.
pub struct RwSignal<T>(own::RwSignal<Erased>, PhantomData<fn() -> T>);

#[inline(never)]
fn memo(
    read: Box<ReadAgain>,
    changed: fn(Option<&Erased>, Option<&Erased>) -> bool,
) -> own::Memo<Erased> {
    own::Memo::new_with_compare(move |before| read(before), changed)
}

impl<T: PartialEq + Send + Sync + 'static> Memo<T> {
    /// What `read` gives; it gets what it gave before.
    pub fn new(read: impl Fn(Option<&T>) -> T + Send + Sync + 'static) -> Memo<T> {
        let read =
            move |before: Option<&Erased>| -> Erased { Box::new(read(before.and_then(seen))) };
        let changed =
            |a: Option<&Erased>, b: Option<&Erased>| a.and_then(seen::<T>) != b.and_then(seen::<T>);
        Memo(memo(Box::new(read), changed), PhantomData)
    }
}

impl<T: Send + Sync + 'static> RwSignal<T> {
    /// A signal with a value.
    pub fn new(value: T) -> RwSignal<T> {
        RwSignal(own::RwSignal::new(Box::new(value)), PhantomData)
    }

    /// Has it another value.
    pub fn set(&self, value: T) {
        self.0.set(Box::new(value));
    }

    /// As `set`; false if it is gone with its owner.
    pub fn try_set(&self, value: T) -> bool {
        self.0.try_set(Box::new(value)).is_none()
    }

    /// Changes the value.
    pub fn update(&self, change: impl FnOnce(&mut T)) {
        let mut change = Some(change);
        update(self.0, true, &mut |value| {
            if let (Some(value), Some(change)) = (value.downcast_mut(), change.take()) {
                change(value);
            }
        });
    }

    /// Changes the value and does not tell.
    pub fn update_untracked(&self, change: impl FnOnce(&mut T)) {
        let mut change = Some(change);
        update(self.0, false, &mut |value| {
            if let (Some(value), Some(change)) = (value.downcast_mut(), change.take()) {
                change(value);
            }
        });
    }
}

#[inline(never)]
fn update(signal: own::RwSignal<Erased>, tell: bool, change: &mut dyn FnMut(&mut dyn Any)) {
    if tell {
        signal.update(|value| change(&mut **value));
    } else {
        signal.update_untracked(|value| change(&mut **value));
    }
}

macro_rules! reading {
    ($type:ident, $visit:ident) => {
        /// Shows the value to `see`; false if it is gone.
        #[inline(never)]
        fn $visit(signal: own::$type<Erased>, tracked: bool, see: &mut dyn FnMut(&Erased)) -> bool {
            let seen = if tracked {
                signal.try_with(&mut *see)
            } else {
                signal.try_with_untracked(&mut *see)
            };
            seen.is_some()
        }

        impl<T> Clone for $type<T> {
            fn clone(&self) -> Self {
                *self
            }
        }

        impl<T> Copy for $type<T> {}

        impl<T: 'static> $type<T> {
            fn see<R>(&self, tracked: bool, see: impl FnOnce(&T) -> R) -> Option<R> {
                let (mut see, mut result) = (Some(see), None);
                $visit(self.0, tracked, &mut |value| {
                    if let (Some(value), Some(see)) = (seen(value), see.take()) {
                        result = Some(see(value));
                    }
                });
                result
            }

            /// Lets `see` see the value. Tracks. The value must not be gone with its owner.
            pub fn with<R>(&self, see: impl FnOnce(&T) -> R) -> R {
                self.see(true, see).expect("a signal whose owner is gone")
            }

            /// As `with`, but does not track.
            pub fn with_untracked<R>(&self, see: impl FnOnce(&T) -> R) -> R {
                self.see(false, see).expect("a signal whose owner is gone")
            }

            /// Tracks.
            pub fn track(&self) {
                self.0.track();
            }
        }

        impl<T: Clone + 'static> $type<T> {
            /// The value. Tracks. It must not be gone with its owner.
            pub fn get(&self) -> T {
                self.with(T::clone)
            }

            /// As `get`, but does not track.
            pub fn get_untracked(&self) -> T {
                self.with_untracked(T::clone)
            }

            /// The value, unless it is gone with its owner. Tracks.
            pub fn try_get(&self) -> Option<T> {
                self.see(true, T::clone)
            }

            /// As `try_get`, but does not track.
            pub fn try_get_untracked(&self) -> Option<T> {
                self.see(false, T::clone)
            }
        }
    };
}

reading!(Memo, see_memo);
reading!(RwSignal, see_signal);

/// Something that is done in the browser, and again whenever a signal that it reads has changed.
pub struct Effect;

impl Effect {
    /// Does `run` after drawing; it gets what it gave before.
    #[allow(clippy::new_ret_no_self)]
    pub fn new<T: 'static>(mut run: impl FnMut(Option<T>) -> T + 'static) {
        let mut before = None;
        effect(Box::new(move || before = Some(run(before.take()))));
    }
}

#[inline(never)]
fn effect(mut run: Box<dyn FnMut()>) {
    own::Effect::new(move |_: Option<()>| run());
}
