use std::time::Duration;

use engine::Value;
use runtime::{BlockCx, BlockMeta, Category};
use ui::prelude::*;

use crate::dialog::element_by_id;
use crate::keyed::{key_of, keyed};
use crate::{Block, area};

/// Areas side by side, of which one or some are seen. Each area is a slide, in the order of `slides`
/// or by name. It is scrolled by touch, wheel, keyboard, dots and arrows.
///
/// ```yaml
/// type: Carousel
/// properties: { arrows: true, autoplay: true }
/// areas: { first: { blocks: [] }, second: { blocks: [] } }
/// ```
///
/// - `arrows`: true shows arrows.
/// - `autoplay`: true goes on by itself.
/// - `autoplaySpeed`: after how many milliseconds. Default: 3000.
/// - `dotPosition`: `top`, `bottom`, `left` or `right`. Default: `bottom`.
/// - `dots`: false shows no dots. Default: true.
/// - `infinite`: false stops at the last slide. Default: true.
/// - `pauseOnHover`: false goes on by itself even while it is pointed at. Default: true.
/// - `slides`: the order of the slides: a list of `{ key }`, where the key is the name of an area.
/// - `slidesToScroll`: how many slides a step is. Default: 1.
/// - `slidesToShow`: how many are seen. Default: 1.
/// - `vertical`: true puts them one above the other.
/// - `afterChange`: another slide is seen: `current`.
/// - `beforeChange`: another slide will be seen: `current` and `next`.
/// - `onInit`: it has appeared.
/// - `onSwipe`: another slide was scrolled to.
/// - `goTo`: shows a slide. Its argument is `{ slide }` with the key.
/// - `next`: shows the next slide.
/// - `prev`: shows the slide before.
pub struct Carousel;

impl Block for Carousel {
    const NAME: &'static str = "Carousel";
    const META: BlockMeta = BlockMeta::of(Category::Container);
    const EVENTS: &'static [&'static str] = &["afterChange", "beforeChange", "onInit", "onSwipe"];
    const METHODS: &'static [&'static str] = &["goTo", "next", "prev"];
    const PROPERTIES: &'static [&'static str] = &[
        "arrows",
        "autoplay",
        "autoplaySpeed",
        "dotPosition",
        "dots",
        "infinite",
        "pauseOnHover",
        "slides",
        "slidesToScroll",
        "slidesToShow",
        "vertical",
    ];

    fn render(cx: BlockCx) -> AnyView {
        let slides = keyed(&cx, "slides");
        let me = Me {
            cx: cx.clone(),
            count: slides.len(),
            slides: slides.into(),
            at: ArcRwSignal::new(0),
        };
        me.methods();
        me.autoplay();
        let (look, shown) = (cx.clone(), cx);
        let class = move || {
            let upright = if is_upright(&look) {
                " l-carousel-upright"
            } else {
                ""
            };
            let dots = look
                .text_opt("dotPosition")
                .unwrap_or_else(|| "bottom".to_owned());
            format!("l-carousel l-carousel-dots-{dots}{upright}")
        };
        let style = move || {
            shown
                .number("slidesToShow")
                .map(|n| format!("--show:{};", n.max(1.0)))
        };
        let scrolled = me.clone();
        let views: Vec<AnyView> = (0..me.count).map(|i| slide(&me, i)).collect();
        view! {
            <div class=class style=style role="region" aria-roledescription="carousel">
                <div id=me.element() class="l-carousel-view" tabindex="0" on:scroll=move |_| scrolled.on_scroll()>{views}</div>
                {arrows(&me)}
                {dots(&me)}
            </div>
        }
        .into_any()
    }
}

#[derive(Clone)]
struct Me {
    cx: BlockCx,
    count: usize,
    slides: std::sync::Arc<[Value]>,
    at: ArcRwSignal<usize>,
}

fn is_upright(cx: &BlockCx) -> bool {
    cx.flag("vertical", false) || matches!(cx.text("dotPosition").as_str(), "left" | "right")
}

impl Me {
    fn element(&self) -> String {
        format!("{}_slides", self.cx.id())
    }

    fn methods(&self) {
        let (to, next, prev) = (self.clone(), self.clone(), self.clone());
        self.cx.register_method("goTo", move |args| {
            let slide = args
                .first()
                .map(|args| args.key("slide"))
                .cloned()
                .unwrap_or_default();
            if let Some(i) = to.slides.iter().position(|s| *s.key("key") == slide) {
                to.go(i);
            }
            Value::Undefined
        });
        self.cx.register_method("next", move |_| {
            next.step(true);
            Value::Undefined
        });
        self.cx.register_method("prev", move |_| {
            prev.step(false);
            Value::Undefined
        });
    }

    fn autoplay(&self) {
        let (me, begun) = (self.clone(), self.cx.clone());
        Effect::new(move |_| begun.trigger("onInit", Value::Undefined));
        Effect::new(move |_| {
            if !me.cx.flag("autoplay", false) {
                return;
            }
            let ms = me.cx.number("autoplaySpeed").unwrap_or(3000.0).max(200.0);
            let tick = me.clone();
            let timer =
                set_interval_with_handle(move || tick.tick(), Duration::from_millis(ms as u64));
            if let Ok(timer) = timer {
                on_cleanup(move || timer.clear());
            }
        });
    }

    /// Goes on, unless somebody looks closely.
    fn tick(&self) {
        let Some(view) = element_by_id::<web_sys::Element>(&self.element()) else {
            return;
        };
        let watched = view
            .parent_element()
            .and_then(|e| e.matches(":hover, :focus-within").ok())
            .unwrap_or(false);
        if !(watched && self.cx.flag("pauseOnHover", true)) {
            self.step(true);
        }
    }

    fn step(&self, on: bool) {
        let by = self.cx.number("slidesToScroll").unwrap_or(1.0).max(1.0) as usize;
        let (at, last) = (self.at.get_untracked(), self.count.saturating_sub(1));
        let around = self.cx.flag("infinite", true);
        let to = match on {
            true if at >= last => {
                if around {
                    0
                } else {
                    last
                }
            }
            true => (at + by).min(last),
            false if at == 0 => {
                if around {
                    last
                } else {
                    0
                }
            }
            false => at.saturating_sub(by),
        };
        self.go(to);
    }

    fn go(&self, to: usize) {
        let at = self.at.get_untracked();
        if to == at {
            return;
        }
        let event = [("current", self.slide(at)), ("next", self.slide(to))];
        self.cx.trigger("beforeChange", Value::object(event));
        let Some(view) = element_by_id::<web_sys::Element>(&self.element()) else {
            return;
        };
        if is_upright(&self.cx) {
            view.set_scroll_top(view.scroll_height() * to as i32 / self.count.max(1) as i32);
        } else {
            view.set_scroll_left(view.scroll_width() * to as i32 / self.count.max(1) as i32);
        }
    }

    fn slide(&self, i: usize) -> Value {
        self.slides.get(i).cloned().unwrap_or_default()
    }

    /// The slide that is seen is the one that was scrolled to, by whatever means.
    fn on_scroll(&self) {
        let Some(view) = element_by_id::<web_sys::Element>(&self.element()) else {
            return;
        };
        let (offset, whole) = match is_upright(&self.cx) {
            true => (view.scroll_top(), view.scroll_height()),
            false => (view.scroll_left().abs(), view.scroll_width()),
        };
        let each = f64::from(whole) / self.count.max(1) as f64;
        let at = (f64::from(offset) / each.max(1.0)).round() as usize;
        if at != self.at.get_untracked() && at < self.count {
            self.at.set(at);
            self.cx
                .trigger("afterChange", Value::object([("current", self.slide(at))]));
            self.cx.trigger("onSwipe", Value::Undefined);
        }
    }
}

fn slide(me: &Me, i: usize) -> AnyView {
    let name = format!("{} of {}", i + 1, me.count);
    view! {
        <div class="l-carousel-slide" role="group" aria-roledescription="slide" aria-label=name>
            {area(&me.cx, &key_of(&me.slides[i]))}
        </div>
    }
    .into_any()
}

fn arrows(me: &Me) -> AnyView {
    let (shown, prev, next) = (me.cx.clone(), me.clone(), me.clone());
    view! {
        <div class="l-carousel-arrows" hidden=move || !shown.flag("arrows", false)>
            <button type="button" class="l-carousel-prev" aria-label="Previous slide" on:click=move |_| prev.step(false)></button>
            <button type="button" class="l-carousel-next" aria-label="Next slide" on:click=move |_| next.step(true)></button>
        </div>
    }
    .into_any()
}

fn dots(me: &Me) -> AnyView {
    let shown = me.cx.clone();
    let dot = |i: usize| {
        let (me, at) = (me.clone(), me.at.clone());
        view! {
            <button
                type="button"
                class="l-carousel-dot"
                aria-label=format!("Slide {}", i + 1)
                aria-current=move || (at.get() == i).then_some("true")
                on:click=move |_| me.go(i)
            ></button>
        }
    };
    let views: Vec<_> = (0..me.count).map(dot).collect();
    view! { <div class="l-carousel-dots" hidden=move || !shown.flag("dots", true)>{views}</div> }
        .into_any()
}
