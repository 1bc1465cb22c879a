//! What pages have in common.

use super::Files;

const ENTRY: &str = "\
lowdefy: 4.0.0-rc.11
name: Generated
config:
  homePageId: page_0
global:
  _ref: shared/global.yaml
connections:
  - id: backend
    type: AxiosHttp
    properties:
      baseURL: http://127.0.0.1:9/
  - id: reports
    type: AxiosHttp
    properties:
      baseURL: http://127.0.0.1:9/reports
      headers:
        authorization:
          _secret: REPORTS
menus:
  - id: default
    links:
      _ref: menus/links.yaml
pages:
  _ref: pages.yaml
";

const LAYOUT: &str = "\
id:
  _var: id
type: PageHeaderMenu
properties:
  title:
    _build.string.concat:
      - _var: title
      - ' | '
      - _ref: { path: shared/global.yaml, key: company }
  logo:
    _ref: shared/logo.yaml
  header:
    theme: light
requests:
  _var: { key: requests, default: [] }
events:
  onInit:
    - id: init
      type: SetState
      params:
        _var: { key: state, default: {} }
areas:
  content:
    justify: center
    blocks:
      - id: body
        type: Box
        layout:
          contentGutter: 16
        style:
          maxWidth: 1200
        blocks:
          _build.array.concat:
            - - id: heading
                type: Title
                properties:
                  level: 2
                  content:
                    _var: title
              - _ref: components/breadcrumb.yaml
            - _var: blocks
  footer:
    blocks:
      - _ref: components/footer.yaml
";

const INPUT: &str = "\
{% for field in fields %}
- id: {{ scope }}.{{ field.id }}
  type: {{ field.type }}
  layout:
    span: {{ 24 if field.wide else 12 }}
  required: {{ field.required or false }}
  properties:
    title: {{ field.title }}
    {% if field.options %}options:
    {% for option in field.options %}  - label: {{ option }}
        value: {{ option | lower }}
    {% endfor %}{% endif %}
  validate:
    - status: error
      message: {{ field.title }} is too long.
      pass:
        _lt:
          - _string.length:
              _if_none:
                - _string.concat:
                    - ''
                    - _state: {{ scope }}.{{ field.id }}
                - ''
          - 200
{% endfor %}
";

const CARD: &str = "\
id:
  _var: id
type: Card
layout:
  span:
    _var: { key: span, default: 8 }
properties:
  title:
    _var: title
  bordered: true
loading:
  _eq:
    - _request: stats
    - null
blocks:
  - id:
      _build.string.concat: [{ _var: id }, _value]
    type: Statistic
    properties:
      value:
        _number.toFixed:
          - _if_none:
              - _get:
                  key:
                    _var: id
                  from:
                    _request: stats
              - 0
          - 2
      suffix:
        _var: { key: unit, default: pcs }
  - id:
      _build.string.concat: [{ _var: id }, _note]
    type: Paragraph
    properties:
      content:
        _nunjucks:
          template: 'Changed {{ days }} days ago'
          on:
            days:
              _if_none:
                - _get: { from: { _request: stats }, key: days }
                - 0
";

const SAVE: &str = "\
id: save
type: Button
properties:
  title: Save
  icon: AiOutlineSave
events:
  onClick:
    - id: check
      type: Validate
      params:
        regex:
          _build.string.concat: ['^', { _var: scope }]
    - id: store
      type: Request
      params: save
    - id: done
      type: DisplayMessage
      params:
        content: Saved
        duration: 3
    - id: back
      type: Link
      params: { back: true }
";

const REQUEST: &str = "\
id:
  _var: id
type: AxiosHttp
connectionId:
  _var: { key: connection, default: backend }
payload:
  filter:
    _state: filter
  page:
    _state: page
properties:
  url:
    _build.string.concat: [/, { _var: entity }]
  method:
    _var: { key: method, default: get }
  params:
    _object.assign:
      - limit: 50
      - _payload: filter
";

/// All of them.
pub(super) fn files() -> Files {
    let files = [
        ("lowdefy.yaml", ENTRY),
        ("templates/page.yaml", LAYOUT),
        ("templates/fields.yaml.njk", INPUT),
        ("components/card.yaml", CARD),
        ("components/save.yaml", SAVE),
        ("requests/rows.yaml", REQUEST),
        (
            "shared/global.yaml",
            "company: Northwind\nlocale: en\nlimits: { rows: 50, files: 10 }\n",
        ),
        (
            "shared/logo.yaml",
            "src: /logo-light-theme.png\nalt: Northwind\nstyle: { height: 32 }\n",
        ),
        (
            "components/breadcrumb.yaml",
            "id: crumbs\ntype: Breadcrumb\nproperties:\n  list:\n    - label: Home\n      home: true\n    \
             - label:\n        _global: company\n",
        ),
        (
            "components/footer.yaml",
            "id: footer\ntype: Paragraph\nproperties:\n  type: secondary\n  content:\n    _ref: texts/footer.md\n",
        ),
        ("texts/footer.md", "Made of YAML. All rights reserved.\n"),
    ];
    let owned = files.map(|(path, text)| (path.to_owned(), text.to_owned()));
    owned.into_iter().collect()
}
