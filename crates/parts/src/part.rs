//! What a part is, and how those of a page are fetched.

#[cfg(feature = "split")]
use std::{
    future::Future,
    pin::Pin,
    sync::atomic::{AtomicBool, Ordering},
};

#[cfg(feature = "split")]
pub(crate) use wasm_split_helpers::SplitLoaderError;

/// A part: its name, and the names that pages call what is in it by.
pub struct Part {
    /// Of the file.
    pub name: &'static str,
    /// Operators and block types, sorted.
    pub holds: &'static [&'static str],
    #[cfg(feature = "split")]
    pub(crate) fetch: fn() -> Fetching,
    #[cfg(feature = "split")]
    pub(crate) is_here: AtomicBool,
}

/// Fetches a part and makes what is in it known.
#[cfg(feature = "split")]
pub(crate) type Fetching = Pin<Box<dyn Future<Output = Result<(), SplitLoaderError>>>>;

/// Fetches the parts that `page`, the text of a page artifact, names and that are not there yet, all at
/// once. One that cannot be fetched is tried again by the next page; what is in it is unknown to this one.
pub async fn load(page: &str) {
    #[cfg(feature = "split")]
    {
        let wanted = |part: &&Part| !part.is_here.load(Ordering::Relaxed) && part.is_named(page);
        let fetching = crate::PARTS.iter().filter(wanted).map(|part| async {
            let fetched = (part.fetch)().await;
            part.is_here.store(fetched.is_ok(), Ordering::Relaxed);
        });
        futures_util::future::join_all(fetching).await;
    }
    #[cfg(not(feature = "split"))]
    let _ = page;
}

#[cfg(feature = "split")]
impl Part {
    /// Does the text of a page name anything in it?
    fn is_named(&self, page: &str) -> bool {
        self.holds.iter().any(|name| crate::names(page, name))
    }
}

/// Lists the parts: a name, the crate whose folder `lazy` has it, and the types in it, sorted by name.
macro_rules! parts {
    ($($part:ident: $of:ident [$($module:ident::$thing:ident),* $(,)?];)*) => {
        /// Every part.
        pub static PARTS: [Part; [$(stringify!($part)),*].len()] = [$(Part {
            name: stringify!($part),
            holds: &[$($crate::part::name!($of, $module::$thing)),*],
            #[cfg(feature = "split")]
            fetch: || Box::pin(async { $crate::part::add!($of, $part().await?); Ok(()) }),
            #[cfg(feature = "split")]
            is_here: std::sync::atomic::AtomicBool::new(false),
        }),*];

        $(
            #[cfg(feature = "split")]
            #[wasm_split_helpers::wasm_split($part, fallible)]
            fn $part() -> Result<&'static [$crate::part::entry!($of)], $crate::part::SplitLoaderError> {
                static LIST: &[$crate::part::entry!($of)] =
                    &[$(<$crate::part::entry!($of)>::of::<$of::lazy::$module::$thing>()),*];
                Ok(LIST)
            }
        )*
    };
}

macro_rules! name {
    (operators, $module:ident::$thing:ident) => {
        <operators::lazy::$module::$thing as engine::Operator>::NAME
    };
    (blocks, $module:ident::$thing:ident) => {
        <blocks::lazy::$module::$thing as blocks::Block>::NAME
    };
}

#[cfg(feature = "split")]
macro_rules! entry {
    (operators) => {
        engine::OperatorEntry
    };
    (blocks) => {
        blocks::BlockEntry
    };
}

#[cfg(feature = "split")]
macro_rules! add {
    (operators, $list:expr) => {
        operators::LATE.add($list)
    };
    (blocks, $list:expr) => {
        blocks::add($list)
    };
}

#[cfg(feature = "split")]
pub(crate) use {add, entry};
pub(crate) use {name, parts};
