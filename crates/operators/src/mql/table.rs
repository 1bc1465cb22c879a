//! The operators by name, each list sorted.

use engine::Value;

use super::Res;
use super::accumulators as acc;
use super::env::Env;
use super::expressions::{
    arithmetic, array, boolean, collect, date, date_text, misc, object, set, string, substring,
    trigonometry, types,
};
use super::stages::{self, Stage};

/// Computes with the unevaluated operand of an operator.
pub(super) type Expression = fn(&Env<'_>, &Value, &Value) -> Res;

/// Computes one value from many documents, for each of which the operand is evaluated.
pub(super) type Accumulator = fn(&Env<'_>, &[Value], &Value) -> Res;

/// The expression operator `name`.
pub(super) fn expression(name: &str) -> Option<Expression> {
    find(EXPRESSIONS, name)
}

/// The accumulator `name`.
pub(super) fn accumulator(name: &str) -> Option<Accumulator> {
    find(ACCUMULATORS, name)
}

/// The stage `name`.
pub(super) fn stage(name: &str) -> Option<Stage> {
    find(STAGES, name)
}

fn find<T: Copy>(table: &[(&str, T)], name: &str) -> Option<T> {
    let at = table.binary_search_by(|row| row.0.cmp(name)).ok()?;
    Some(table[at].1)
}

static EXPRESSIONS: &[(&str, Expression)] = &[
    ("$abs", arithmetic::abs),
    ("$acos", trigonometry::acos),
    ("$acosh", trigonometry::acosh),
    ("$add", arithmetic::add),
    ("$allElementsTrue", set::all_elements_true),
    ("$and", boolean::and),
    ("$anyElementTrue", set::any_element_true),
    ("$arrayElemAt", array::array_elem_at),
    ("$arrayToObject", object::array_to_object),
    ("$asin", trigonometry::asin),
    ("$asinh", trigonometry::asinh),
    ("$atan", trigonometry::atan),
    ("$atan2", trigonometry::atan2),
    ("$atanh", trigonometry::atanh),
    ("$ceil", arithmetic::ceil),
    ("$cmp", boolean::cmp),
    ("$concat", string::concat),
    ("$concatArrays", array::concat_arrays),
    ("$cond", boolean::cond),
    ("$convert", types::convert),
    ("$cos", trigonometry::cos),
    ("$cosh", trigonometry::cosh),
    ("$dateAdd", date::date_add),
    ("$dateDiff", date::date_diff),
    ("$dateFromParts", date::date_from_parts),
    ("$dateFromString", date_text::date_from_string),
    ("$dateSubtract", date::date_subtract),
    ("$dateToParts", date::date_to_parts),
    ("$dateToString", date_text::date_to_string),
    ("$dayOfMonth", date::day_of_month),
    ("$dayOfWeek", date::day_of_week),
    ("$dayOfYear", date::day_of_year),
    ("$degreesToRadians", trigonometry::degrees_to_radians),
    ("$divide", arithmetic::divide),
    ("$eq", boolean::eq),
    ("$exp", arithmetic::exp),
    ("$filter", collect::filter),
    ("$first", collect::first),
    ("$firstN", collect::first_n),
    ("$floor", arithmetic::floor),
    ("$function", misc::function),
    ("$getField", misc::get_field),
    ("$gt", boolean::gt),
    ("$gte", boolean::gte),
    ("$hour", date::hour),
    ("$ifNull", boolean::if_null),
    ("$in", array::in_),
    ("$indexOfArray", array::index_of_array),
    ("$indexOfBytes", substring::index_of_bytes),
    ("$isArray", array::is_array),
    ("$isNumber", types::is_number),
    ("$isoDayOfWeek", date::iso_day_of_week),
    ("$isoWeek", date::iso_week),
    ("$isoWeekYear", date::iso_week_year),
    ("$last", collect::last),
    ("$lastN", collect::last_n),
    ("$let", misc::let_),
    ("$literal", misc::literal),
    ("$ln", arithmetic::ln),
    ("$log", arithmetic::log),
    ("$log10", arithmetic::log10),
    ("$lt", boolean::lt),
    ("$lte", boolean::lte),
    ("$ltrim", string::ltrim),
    ("$map", collect::map),
    ("$maxN", collect::max_n),
    ("$mergeObjects", object::merge_objects),
    ("$millisecond", date::millisecond),
    ("$minN", collect::min_n),
    ("$minute", date::minute),
    ("$mod", arithmetic::modulo),
    ("$month", date::month),
    ("$multiply", arithmetic::multiply),
    ("$ne", boolean::ne),
    ("$nin", boolean::nin),
    ("$not", boolean::not),
    ("$objectToArray", object::object_to_array),
    ("$or", boolean::or),
    ("$pow", arithmetic::pow),
    ("$radiansToDegrees", trigonometry::radians_to_degrees),
    ("$rand", misc::rand),
    ("$range", array::range),
    ("$reduce", collect::reduce),
    ("$regexFind", string::regex_find),
    ("$regexFindAll", string::regex_find_all),
    ("$regexMatch", string::regex_match),
    ("$replaceAll", string::replace_all),
    ("$replaceOne", string::replace_one),
    ("$reverseArray", array::reverse_array),
    ("$round", arithmetic::round),
    ("$rtrim", string::rtrim),
    ("$sampleRate", misc::sample_rate),
    ("$second", date::second),
    ("$setDifference", set::difference),
    ("$setEquals", set::equals),
    ("$setField", object::set_field),
    ("$setIntersection", set::intersection),
    ("$setIsSubset", set::is_subset),
    ("$setUnion", set::union),
    ("$sin", trigonometry::sin),
    ("$sinh", trigonometry::sinh),
    ("$size", array::size),
    ("$slice", array::slice),
    ("$sortArray", array::sort_array),
    ("$split", string::split),
    ("$sqrt", arithmetic::sqrt),
    ("$strLenBytes", substring::str_len_bytes),
    ("$strLenCP", substring::str_len_cp),
    ("$strcasecmp", string::strcasecmp),
    ("$substr", substring::substr),
    ("$substrBytes", substring::substr_bytes),
    ("$substrCP", substring::substr),
    ("$subtract", arithmetic::subtract),
    ("$switch", boolean::switch),
    ("$tan", trigonometry::tan),
    ("$toBool", types::to_bool),
    ("$toDate", types::to_date),
    ("$toDecimal", types::to_double),
    ("$toDouble", types::to_double),
    ("$toInt", types::to_int),
    ("$toLong", types::to_long),
    ("$toLower", string::to_lower),
    ("$toString", types::to_string),
    ("$toUpper", string::to_upper),
    ("$trim", string::trim),
    ("$trunc", arithmetic::trunc),
    ("$type", types::type_),
    ("$unsetField", object::unset_field),
    ("$week", date::week),
    ("$year", date::year),
    ("$zip", array::zip),
];

static ACCUMULATORS: &[(&str, Accumulator)] = &[
    ("$accumulator", acc::accumulator),
    ("$addToSet", acc::add_to_set),
    ("$avg", acc::avg),
    ("$bottom", acc::bottom),
    ("$bottomN", acc::bottom_n),
    ("$count", acc::count),
    ("$covariancePop", acc::covariance_pop),
    ("$covarianceSamp", acc::covariance_samp),
    ("$first", acc::first),
    ("$firstN", acc::first_n),
    ("$last", acc::last),
    ("$lastN", acc::last_n),
    ("$max", acc::max),
    ("$maxN", acc::max_n),
    ("$mergeObjects", acc::merge_objects),
    ("$min", acc::min),
    ("$minN", acc::min_n),
    ("$push", acc::push),
    ("$stdDevPop", acc::std_dev_pop),
    ("$stdDevSamp", acc::std_dev_samp),
    ("$sum", acc::sum),
    ("$top", acc::top),
    ("$topN", acc::top_n),
];

static STAGES: &[(&str, Stage)] = &[
    ("$addFields", stages::add_fields),
    ("$bucket", stages::bucket),
    ("$bucketAuto", stages::bucket_auto),
    ("$count", stages::count),
    ("$facet", stages::facet),
    ("$fill", stages::fill),
    ("$group", stages::group),
    ("$limit", stages::limit),
    ("$lookup", stages::lookup),
    ("$match", stages::match_),
    ("$merge", stages::merge),
    ("$out", stages::out),
    ("$project", stages::project),
    ("$redact", stages::redact),
    ("$replaceRoot", stages::replace_root),
    ("$replaceWith", stages::replace_with),
    ("$sample", stages::sample),
    ("$set", stages::add_fields),
    ("$setWindowFields", stages::set_window_fields),
    ("$skip", stages::skip),
    ("$sort", stages::sort),
    ("$sortByCount", stages::sort_by_count),
    ("$unionWith", stages::union_with),
    ("$unset", stages::unset),
    ("$unwind", stages::unwind),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_sorted() {
        assert!(EXPRESSIONS.is_sorted_by(|a, b| a.0 < b.0));
        assert!(ACCUMULATORS.is_sorted_by(|a, b| a.0 < b.0));
        assert!(STAGES.is_sorted_by(|a, b| a.0 < b.0));
    }
}
