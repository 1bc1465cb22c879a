//! What operators take and give, so that what is made is mostly sound.

use std::sync::OnceLock;

use engine::Table;

/// An operator or method: what it gives, and what it takes.
pub(super) struct Signature {
    /// With the method, such as `_array.map`.
    pub(super) name: &'static str,
    /// The kind of its value.
    pub(super) gives: &'static str,
    /// Its parameters.
    pub(super) takes: Takes,
}

/// Parameters of an operator; kinds are those of [`super::literals`].
pub(super) enum Takes {
    /// Of one kind.
    One(&'static str),
    /// A list of one kind; as long as said, if it is.
    Many(&'static str, Option<usize>),
    /// By name, or listed in this order.
    Named(Vec<(&'static str, &'static str)>),
}

/// Every signature whose operator is in `table`.
pub(super) fn of(table: &'static Table) -> impl Iterator<Item = &'static Signature> {
    static ALL: OnceLock<Vec<Signature>> = OnceLock::new();
    let all = ALL.get_or_init(|| SIGNATURES.lines().filter_map(read).collect());
    all.iter().filter(|signature| {
        let name = signature.name.split('.').next();
        table.find(name.unwrap_or_default()).is_some()
    })
}

fn read(line: &'static str) -> Option<Signature> {
    let (name, rest) = line.split_once(' ')?;
    let (gives, takes) = rest.split_once(' ')?;
    let takes = if let Some(kind) = takes.strip_prefix('=') {
        Takes::One(kind)
    } else if let Some(kind) = takes.strip_prefix('*') {
        match kind.strip_suffix('2') {
            Some(kind) => Takes::Many(kind, Some(2)),
            None => Takes::Many(kind, None),
        }
    } else {
        Takes::Named(takes.split(' ').filter_map(|p| p.split_once(':')).collect())
    };
    Some(Signature { name, gives, takes })
}

/// `name gives takes`: `=kind` takes one, `*kind` a list (`*kind2` of two), `key:kind …` what is named.
/// Operators that do not exist in a table are left out.
const SIGNATURES: &str = "\
_and bool *any
_or bool *any
_not bool =any
_boolean bool =any
_array.reverse array =array
_array.length number =array
_array.concat array *array
_array.copyWithin array on:array target:int start:int end:int
_array.every bool on:array callback:function
_array.some bool on:array callback:function
_array.filter array on:array callback:function
_array.find any on:array callback:function
_array.findIndex number on:array callback:function
_array.map array on:array callback:function
_array.reduce any on:array callback:function initialValue:any
_array.reduceRight any on:array callback:function initialValue:any
_array.fill array on:array value:any start:int end:int
_array.flat array on:array depth:int
_array.includes bool on:array value:any
_array.indexOf number on:array value:any
_array.lastIndexOf number on:array value:any
_array.join string on:array separator:string
_array.slice array on:array start:int end:int
_array.sort array *array
_array.splice array on:array start:int deleteCount:int insert:array
_base64.encode string =string
_base64.decode string =string
_date.getDate number =date
_date.getDay number =date
_date.getFullYear number =date
_date.getHours number =date
_date.getMilliseconds number =date
_date.getMinutes number =date
_date.getMonth number =date
_date.getSeconds number =date
_date.getTime number =date
_date.getTimezoneOffset number =date
_date.getUTCDate number =date
_date.getUTCDay number =date
_date.getUTCFullYear number =date
_date.getUTCHours number =date
_date.getUTCMilliseconds number =date
_date.getUTCMinutes number =date
_date.getUTCMonth number =date
_date.getUTCSeconds number =date
_date.valueOf number =date
_date.toDateString string =date
_date.toISOString string =date
_date.toJSON string =date
_date.toString string =date
_date.toTimeString string =date
_date.toUTCString string =date
_date.setDate number on:date dayOfMonth:number
_date.setFullYear number on:date year:number
_date.setHours number on:date hours:number
_date.setMilliseconds number on:date milliseconds:number
_date.setMinutes number on:date minutes:number
_date.setMonth number on:date month:number
_date.setSeconds number on:date seconds:number
_date.setTime number on:date time:number
_date.setUTCDate number on:date dayOfMonth:number
_date.setUTCFullYear number on:date year:number
_date.setUTCHours number on:date hours:number
_date.setUTCMilliseconds number on:date milliseconds:number
_date.setUTCMinutes number on:date minutes:number
_date.setUTCMonth number on:date month:number
_date.setUTCSeconds number on:date seconds:number
_date date =moment
_date.now date =any
_date.parse number =moment
_date.UTC number year:number month:number day:number hours:number minutes:number seconds:number ms:number
_divide number *number2
_subtract number *number2
_product number *number
_sum number *number
_eq bool *any2
_ne bool *any2
_gt bool *any2
_gte bool *any2
_lt bool *any2
_lte bool *any2
_function function =any
_get any from:object key:path default:any
_if any test:bool then:any else:any
_if_none any *any2
_hash.md5 string =string
_hash.sha1 string =string
_hash.sha256 string =string
_hash.sha512 string =string
_hash.ripemd160 string =string
_json.parse any =json
_json.stringify string on:any options:object
_log any =any
_number.parseFloat number =string
_number.parseInt number on:string radix:int
_number.toExponential string on:number fractionDigits:int
_number.toFixed string on:number digits:int
_number.toLocaleString string on:number locales:locale
_number.toPrecision string on:number precision:int
_number.toString string on:number radix:int
_number.isInteger bool =number
_number.isNaN bool =number
_object.assign object *object
_object.defineProperty object on:object key:path descriptor:object
_object.entries array =object
_object.fromEntries object =entries
_object.keys array =object
_object.values array =object
_object.hasOwnProperty bool on:object prop:path
_math.abs number =number
_math.acos number =number
_math.acosh number =number
_math.asin number =number
_math.asinh number =number
_math.atan number =number
_math.atanh number =number
_math.cbrt number =number
_math.ceil number =number
_math.clz32 number =number
_math.cos number =number
_math.cosh number =number
_math.exp number =number
_math.expm1 number =number
_math.floor number =number
_math.fround number =number
_math.log number =number
_math.log10 number =number
_math.log1p number =number
_math.log2 number =number
_math.round number =number
_math.sign number =number
_math.sin number =number
_math.sinh number =number
_math.sqrt number =number
_math.tan number =number
_math.tanh number =number
_math.trunc number =number
_math.atan2 number x:number y:number
_math.imul number a:number b:number
_math.pow number base:number exponent:number
_math.hypot number *number
_math.max number *number
_math.min number *number
_math.random number =any
_nunjucks string template:template on:object
_nunjucks string =template
_operator any name:operator params:any
_random string type:kind length:int min:number max:number
_regex bool pattern:pattern on:string flags:flags
_string.charAt string on:string index:int
_string.concat string *string
_string.endsWith bool on:string searchString:string length:int
_string.includes bool on:string searchString:string position:int
_string.indexOf number on:string searchValue:string fromIndex:int
_string.lastIndexOf number on:string searchValue:string fromIndex:int
_string.match array on:string regex:pattern regexFlags:flags
_string.normalize string on:string form:form
_string.padEnd string on:string targetLength:int padString:string
_string.padStart string on:string targetLength:int padString:string
_string.repeat string on:string count:int
_string.replace string on:string regex:pattern newSubstr:substitute regexFlags:flags
_string.search number on:string regex:pattern regexFlags:flags
_string.slice string on:string start:int end:int
_string.split array on:string separator:string
_string.startsWith bool on:string searchString:string position:int
_string.substring string on:string start:int end:int
_string.length number =string
_string.toLowerCase string =string
_string.toUpperCase string =string
_string.trim string =string
_string.trimEnd string =string
_string.trimStart string =string
_switch any branches:branches default:any
_type bool type:kind on:any
_uri.encode string =string
_uri.decode string =string
_uuid string =any
_uuid.v1 string =any
_uuid.v3 string name:string namespace:uuid
_uuid.v4 string =any
_uuid.v5 string name:string namespace:uuid
_actions any =path
_actions any key:path default:any
_api any =path
_api any key:path default:any
_app any =path
_app any key:path default:any
_args any =path
_args any key:path default:any
_event any =path
_event any key:path default:any
_event_log any =path
_event_log any key:path default:any
_error any =path
_error any key:path default:any
_global any =path
_global any key:path default:any
_index any =path
_index any key:path default:any
_input any =path
_input any key:path default:any
_item any =path
_item any key:path default:any
_location any =path
_location any key:path default:any
_media any =path
_media any key:path default:any
_menu any =path
_menu any key:path default:any
_payload any =path
_payload any key:path default:any
_request any =path
_request any key:path default:any
_request_details any =path
_request_details any key:path default:any
_secret any =path
_secret any key:path default:any
_state any =path
_state any key:path default:any
_step any =path
_step any key:path default:any
_theme any =path
_theme any key:path default:any
_url_query any =path
_url_query any key:path default:any
_user any =path
_user any key:path default:any
_state any key:path default:any contextId:path
_yaml.parse any =yaml
_yaml.stringify string on:any options:object
_mql.aggregate array on:array pipeline:array options:object
_mql.expr any on:object expr:object
_mql.test bool on:object test:object
_diff.deep array lhs:any rhs:any
_diff.applyChange any target:any change:object
_jsonata any on:any expr:jsonata
_js any =string
_change_case.camelCase string on:any options:object
_change_case.capitalCase string on:any options:object
_change_case.constantCase string on:any options:object
_change_case.dotCase string on:any options:object
_change_case.headerCase string on:any options:object
_change_case.noCase string on:any options:object
_change_case.paramCase string on:any options:object
_change_case.pascalCase string on:any options:object
_change_case.pathCase string on:any options:object
_change_case.sentenceCase string on:any options:object
_change_case.snakeCase string on:any options:object
_moment.format string on:moment format:format locale:locale
_moment.humanizeDuration string on:number withSuffix:bool locale:locale thresholds:object
_dayjs.format string on:moment format:format locale:locale
_dayjs.humanizeDuration string on:number withSuffix:bool
_intl.dateTimeFormat string on:date locale:locale options:object
_intl.numberFormat string on:number locale:locale options:object
_intl.listFormat string on:array locale:locale options:object
_intl.relativeTimeFormat string on:number unit:string locale:locale options:object
_t string key:path values:object";
