//! HTTP scenarios through the router.
